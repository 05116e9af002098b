import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { isForbidden } from "@/api/problem";
import { PagedList } from "@/kit/paged-list";
import { useDialog } from "@/kit/use-dialog";
import { NoSuchPage } from "@/modules/access/no-access";
import { peopleQuery } from "@/queries/people";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { Filters, SearchField } from "@/ui/search-field";
import { CreatePersonDialog } from "./create-person-dialog";
import { PersonRow } from "./person-row";

/** Accounts, for administrators: who can sign in. What people write is not shown here. */
export function PeoplePage() {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const inviting = useDialog();
  const wanted = useDeferredValue(words.trim());
  const people = useInfiniteQuery({ ...peopleQuery(wanted), placeholderData: keepPreviousData });
  useTitle(t`Облікові записи`);
  if (isForbidden(people.error)) {
    return (
      <Page>
        <NoSuchPage />
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        title={t`Облікові записи`}
        lead={t`Хто може увійти. Змісту розмов тут немає.`}
        actions={
          <Button onClick={() => inviting.open()}>
            <Trans>Запросити особу</Trans>
          </Button>
        }
      />
      <Filters>
        <SearchField label={t`Ім’я або адреса`} value={words} onChange={setWords} />
      </Filters>
      <Card label={t`Знайдені облікові записи`}>
        <PagedList query={people} loading={<Trans>Шукаємо…</Trans>} empty={<Nobody />}>
          {(person) => <PersonRow key={person.id} person={person} />}
        </PagedList>
      </Card>
      {inviting.render((_, close) => (
        <CreatePersonDialog onClose={close} />
      ))}
    </Page>
  );
}

function Nobody() {
  return (
    <EmptyState title={<Trans>Нікого не знайдено</Trans>}>
      <Trans>Спробуйте частину імені чи адреси.</Trans>
    </EmptyState>
  );
}
