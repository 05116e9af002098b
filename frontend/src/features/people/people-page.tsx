import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { isForbidden } from "@/api/problem";
import { peopleQuery } from "@/data/people";
import { Button } from "@/design/button";
import { Card, CardList } from "@/design/card";
import { Page, PageHeader, useTitle } from "@/design/page";
import { EmptyState } from "@/design/states";
import { NoSuchPage } from "@/widgets/no-access";
import { QueryGate } from "@/widgets/query-gate";
import { CreatePersonDialog } from "./create-person-dialog";
import classes from "./people.module.css";
import { PersonRow } from "./person-row";

/** Accounts, for administrators: who can sign in. What people write is not shown here. */
export function PeoplePage() {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const [making, setMaking] = useState(false);
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
          <Button onClick={() => setMaking(true)}>
            <Trans>Запросити особу</Trans>
          </Button>
        }
      />
      <TextInput
        className={classes.search}
        type="search"
        label={t`Ім’я або адреса`}
        leftSection={<IconSearch size={20} stroke={1.75} aria-hidden="true" />}
        maxLength={100}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Card label={t`Знайдені облікові записи`}>
        <QueryGate query={people} loading={<Trans>Шукаємо…</Trans>}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0) return <Nobody />;
            return (
              <CardList>
                {items.map((person) => (
                  <PersonRow key={person.id} person={person} />
                ))}
              </CardList>
            );
          }}
        </QueryGate>
        {people.hasNextPage && (
          <div className={classes.more}>
            <Button kind="ghost" busy={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
              <Trans>Показати ще</Trans>
            </Button>
          </div>
        )}
      </Card>
      {making && <CreatePersonDialog onClose={() => setMaking(false)} />}
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
