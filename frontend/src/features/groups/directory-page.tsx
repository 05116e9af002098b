import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { GroupCard } from "@/api/generated/types.gen";
import { ResourceListPage } from "@/kit/resource-list-page";
import { flag, useUrlFilters, useUrlSearch } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { PlainPill } from "@/modules/actions/status";
import { groupPath } from "@/modules/entities/paths";
import { DissolvedSwitch } from "@/modules/groups/dissolved-switch";
import { GROUP_STATES } from "@/modules/groups/words";
import { SectorShape } from "@/modules/organisations/sector";
import { SECTORS } from "@/modules/organisations/sector-shapes";
import { directoryQuery } from "@/queries/groups";
import { myJoinRequestsQuery } from "@/queries/joining";
import { flattenPages } from "@/queries/pages";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { AskDialog } from "./ask-dialog";
import classes from "./groups.module.css";

const TAKES_IN = new Set<GroupCard["state"]>(["proposed", "active"]);

/** Groups that show that they are there. */
export function DirectoryPage() {
  const { t } = useLingui();
  const { wanted, ...search } = useUrlSearch();
  const { values, set } = useUrlFilters({ dissolved: flag });
  const { dissolved } = values;
  const found = useInfiniteQuery({ ...directoryQuery(wanted, dissolved), placeholderData: keepPreviousData });
  const requests = useInfiniteQuery(myJoinRequestsQuery);
  const pending = requests.data ? flattenPages(requests.data).filter(({ state }) => state === "pending") : [];
  const requested = new Set(pending.map(({ group }) => group.id));
  return (
    <ResourceListPage
      crumbs={[{ label: t`Групи`, href: "/groups" }]}
      title={t`Усі групи`}
      lead={t`Групи, які не приховують себе: хто вже за столом і кого чекають.`}
      search={{ label: t`Назва`, ...search }}
      label={t`Усі групи`}
      query={found}
      loading={<Trans>Завантажуємо групи…</Trans>}
      empty={<Nothing sought={wanted !== ""} dissolved={dissolved} />}
      create={<DissolvedSwitch shown={dissolved} onChange={(shown) => set({ dissolved: shown })} />}
      loose
      list={(groups) => (
        <ul className={classes.grid}>
          {groups.map((group) => (
            <Entry key={group.id} group={group} hasAsked={requested.has(group.id)} />
          ))}
        </ul>
      )}
    />
  );
}

function Nothing({ sought, dissolved }: { sought: boolean; dissolved: boolean }) {
  if (sought) {
    return (
      <EmptyState title={<Trans>Нічого не знайдено</Trans>}>
        <Trans>Спробуйте частину назви.</Trans>
      </EmptyState>
    );
  }
  if (dissolved) return <EmptyState title={<Trans>Розпущених груп немає</Trans>} />;
  return (
    <EmptyState title={<Trans>Тут ще нікого</Trans>}>
      <Trans>Групи з’являться, коли їх заснує координатор.</Trans>
    </EmptyState>
  );
}

function Entry({ group, hasAsked }: { group: GroupCard; hasAsked: boolean }) {
  const [asking, setAsking] = useState(false);
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const name = say(group.name);
  const named = SECTORS.filter((one) => group.sectors.includes(one) || group.missing.includes(one));
  return (
    <li className={classes.group}>
      <h2>{group.reads ? <AppLink href={groupPath(group.id)}>{name}</AppLink> : name}</h2>
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
      <div className={classes.ask} tabIndex={-1}>
        {hasAsked && (
          <PlainPill>
            <Trans>Прохання надіслано</Trans>
          </PlainPill>
        )}
        {!group.role && !hasAsked && TAKES_IN.has(group.state) && (
          <Button kind="quiet" aria-label={t`Попросити місце: ${name}`} onClick={() => setAsking(true)}>
            <Trans>Попросити місце</Trans>
          </Button>
        )}
      </div>
      {asking && <AskDialog groupId={group.id} name={name} onClose={() => setAsking(false)} />}
    </li>
  );
}
