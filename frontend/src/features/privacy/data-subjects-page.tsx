import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { isForbidden } from "@/api/problem";
import { dataSubjectsQuery } from "@/data/access-record";
import { AppLink } from "@/design/app-link";
import { Card } from "@/design/card";
import { Page, PageHeader, useTitle } from "@/design/page";
import { Filters, SearchField } from "@/design/search-field";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import { PagedList } from "@/widgets/paged-list";
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
      <Filters>
        <SearchField label={t`Ім’я`} value={words} onChange={setWords} />
      </Filters>
      <Card label={t`Люди, про чиї дані ви дбаєте`}>
        <PagedList
          query={found}
          loading={<Trans>Шукаємо…</Trans>}
          empty={<EmptyState title={<Trans>Нікого не знайдено</Trans>} />}
        >
          {({ id, name }) => (
            <li key={id} className={classes.row}>
              <AppLink className="v-reach" href={`/people/${id}/access-record`}>
                {say(name)}
              </AppLink>
            </li>
          )}
        </PagedList>
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
