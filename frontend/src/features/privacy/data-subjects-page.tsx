import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { isForbidden } from "@/api/problem";
import { dataSubjectsQuery } from "@/data/access-record";
import { AppLink } from "@/design/app-link";
import { Button } from "@/design/button";
import { Card, CardList } from "@/design/card";
import { Page, PageHeader, useTitle } from "@/design/page";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./privacy.module.css";

/** Of whom the data protection officer may look up who saw their data. */
export function DataSubjectsPage() {
  const { t } = useLingui();
  const { say } = useReader();
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const found = useInfiniteQuery({ ...dataSubjectsQuery(q), placeholderData: keepPreviousData });
  useTitle(t`Журнали доступу`);
  if (isForbidden(found.error)) return <NotYours />;
  return (
    <Page>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[{ label: t`Запити`, href: "/subject-requests" }, { label: t`Журнали доступу` }]}
        title={t`Журнали доступу`}
        lead={t`Хто бачив дані людини, коли й на якій підставі. Кожен ваш перегляд людина побачить.`}
      />
      <TextInput
        className={classes.search}
        type="search"
        label={t`Ім’я`}
        leftSection={<IconSearch size={20} stroke={1.75} aria-hidden="true" />}
        maxLength={100}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Card label={t`Люди, про чиї дані ви дбаєте`}>
        <QueryGate query={found} loading={<Trans>Шукаємо…</Trans>}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0) return <EmptyState title={<Trans>Нікого не знайдено</Trans>} />;
            return (
              <CardList>
                {items.map(({ id, name }) => (
                  <li key={id} className={classes.row}>
                    <AppLink className="v-reach" href={`/people/${id}/access-record`}>
                      {say(name)}
                    </AppLink>
                  </li>
                ))}
              </CardList>
            );
          }}
        </QueryGate>
        {found.hasNextPage && (
          <div className={classes.more}>
            <Button kind="ghost" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              <Trans>Показати ще</Trans>
            </Button>
          </div>
        )}
      </Card>
    </Page>
  );
}

function NotYours() {
  return (
    <Page>
      <EmptyState
        alone
        title={<Trans>Журнали інших людей дивиться лише відповідальна особа із захисту даних</Trans>}
      >
        <AppLink href="/settings/my-data/seen">
          <Trans>Хто бачив мої дані</Trans>
        </AppLink>
      </EmptyState>
    </Page>
  );
}
