import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { GroupCard } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { GROUP_STATES } from "@/modules/groups/words";
import { SectorShape } from "@/modules/organisations/sector";
import { SECTORS } from "@/modules/organisations/sector-shapes";
import { directoryQuery } from "@/queries/groups";
import { flattenPages } from "@/queries/pages";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { Filters, SearchField } from "@/ui/search-field";
import { AskDialog } from "./ask-dialog";
import classes from "./groups.module.css";

const TAKES_IN = new Set<GroupCard["state"]>(["proposed", "active"]);

/** Groups that show that they are there. */
export function DirectoryPage() {
  const { t } = useLingui();
  useTitle(t`Усі групи`);
  const [words, setWords] = useState("");
  return (
    <Page>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[{ label: t`Групи`, href: "/groups" }]}
        title={t`Усі групи`}
        lead={t`Групи, які не приховують себе: хто вже за столом і кого чекають.`}
      />
      <Filters>
        <SearchField label={t`Назва`} value={words} onChange={setWords} />
      </Filters>
      <Found words={useDeferredValue(words.trim())} />
    </Page>
  );
}

function Found({ words }: { words: string }) {
  const { t } = useLingui();
  const found = useInfiniteQuery({ ...directoryQuery(words), placeholderData: keepPreviousData });
  return (
    <>
      <QueryBoundary query={found} loading={<Trans>Завантажуємо групи…</Trans>}>
        {(data) => {
          const groups = flattenPages(data);
          if (groups.length === 0) {
            return (
              <Card label={t`Усі групи`}>
                <Nothing sought={words !== ""} />
              </Card>
            );
          }
          return (
            <ul className={classes.grid}>
              {groups.map((group) => (
                <Entry key={group.id} group={group} />
              ))}
            </ul>
          );
        }}
      </QueryBoundary>
      <div className={classes.next}>
        <NextPage query={found} />
      </div>
    </>
  );
}

function Nothing({ sought }: { sought: boolean }) {
  if (sought) {
    return (
      <EmptyState title={<Trans>Нічого не знайдено</Trans>}>
        <Trans>Спробуйте частину назви.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={<Trans>Тут ще нікого</Trans>}>
      <Trans>Групи з’являться, коли їх заснує координатор.</Trans>
    </EmptyState>
  );
}

function Entry({ group }: { group: GroupCard }) {
  const [asking, setAsking] = useState(false);
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const name = say(group.name);
  const named = SECTORS.filter((one) => group.sectors.includes(one) || group.missing.includes(one));
  return (
    <li className={classes.group}>
      <h2>{group.reads ? <AppLink href={`/groups/${group.id}`}>{name}</AppLink> : name}</h2>
      <p className="v-small v-t2">{say(group.purpose)}</p>
      <p className="v-meta">
        <span>{say(group.territory.name)}</span>
        <span>{i18n._(GROUP_STATES[group.state])}</span>
        {!group.reads && (
          <span>
            <Trans>ви не в цій групі</Trans>
          </span>
        )}
      </p>
      <p className={classes.sectors}>
        {named.map((sector) => (
          <SectorShape key={sector} sector={sector} size={18} empty={!group.sectors.includes(sector)} named />
        ))}
      </p>
      {!group.role && TAKES_IN.has(group.state) && (
        <div className={classes.ask}>
          <Button kind="quiet" aria-label={t`Попросити місце: ${name}`} onClick={() => setAsking(true)}>
            <Trans>Попросити місце</Trans>
          </Button>
        </div>
      )}
      {asking && <AskDialog groupId={group.id} name={name} onClose={() => setAsking(false)} />}
    </li>
  );
}
