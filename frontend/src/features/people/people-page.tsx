import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useDialog } from "@/kit/use-dialog";
import { NoSuchPage } from "@/modules/access/no-access";
import { peopleQuery } from "@/queries/people";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { CreatePersonDialog } from "./create-person-dialog";
import { PersonRow } from "./person-row";

/** Accounts, for administrators: who can sign in. What people write is not shown here. */
export function PeoplePage() {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const inviting = useDialog();
  const wanted = useDeferredValue(words.trim());
  const people = useInfiniteQuery({ ...peopleQuery(wanted), placeholderData: keepPreviousData });
  return (
    <>
      <ResourceListPage
        title={t`Облікові записи`}
        lead={t`Хто може увійти. Змісту розмов тут немає.`}
        create={
          <Button onClick={() => inviting.open()}>
            <Trans>Запросити особу</Trans>
          </Button>
        }
        search={{ label: t`Ім’я або адреса`, value: words, onChange: setWords }}
        forbidden={<NoSuchPage />}
        label={t`Знайдені облікові записи`}
        query={people}
        loading={<Trans>Шукаємо…</Trans>}
        empty={<Nobody />}
      >
        {(person) => <PersonRow key={person.id} person={person} />}
      </ResourceListPage>
      {inviting.render((_, close) => (
        <CreatePersonDialog onClose={close} />
      ))}
    </>
  );
}

function Nobody() {
  return (
    <EmptyState title={<Trans>Нікого не знайдено</Trans>}>
      <Trans>Спробуйте частину імені чи адреси.</Trans>
    </EmptyState>
  );
}
