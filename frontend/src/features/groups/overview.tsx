import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { ActionOut, GroupOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { useWide } from "@/lib/use-wide";
import { ItemNumber } from "@/modules/actions/item-number";
import { StatusPill } from "@/modules/actions/status";
import { actionPath } from "@/modules/entities/paths";
import { SECTOR_LABELS, SectorShape } from "@/modules/organisations/sector";
import { SectorRing, SectorTable } from "@/modules/organisations/sector-ring";
import { actionsQuery } from "@/queries/actions";
import { AppLink } from "@/ui/app-link";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import cardClasses from "@/ui/card.module.css";
import { TwoColumns } from "@/ui/page";
import { AboutCard } from "./about-card";
import { BalanceCard } from "./balance-card";
import classes from "./groups.module.css";
import { MembersCard } from "./members-card";
import { MissedCard } from "./missed-card";
import { PastStatesCard } from "./past-states";
import { PublishedCard } from "./published-card";
import { ReadinessCard } from "./readiness-card";
import { SubgroupsCard } from "./subgroups-card";
import { ThreadsCard } from "./threads-card";

const SHOWN = 5;

/** The circle first: who is at the table, and who is missing. */
export function Overview({ group }: { group: GroupOut }) {
  // Why it does not work is the first thing to know of a group that rests or is over.
  const stopped = group.state === "suspended" || group.state === "dissolved";
  const past = <PastStatesCard group={group} />;
  return (
    <TwoColumns
      aside={
        <>
          {group.role && <OpenActions groupId={group.id} />}
          <ReadinessCard groupId={group.id} />
          <BalanceCard groupId={group.id} />
          <SubgroupsCard group={group} />
          {!stopped && past}
        </>
      }
    >
      {stopped && past}
      {group.role && <MissedCard groupId={group.id} />}
      <Table group={group} />
      {group.role ? <ThreadsCard groupId={group.id} most={SHOWN} /> : <ForThoseAtTheTable />}
      <MembersCard groupId={group.id} most={SHOWN + 1} />
      <AboutCard group={group} />
      <PublishedCard group={group} />
    </TwoColumns>
  );
}

function Table({ group }: { group: GroupOut }) {
  const { i18n, t } = useLingui();
  const id = useId();
  const wide = useWide();
  const [asTable, setAsTable] = useState(false);
  const free = group.sectors.filter((row) => row.seated < row.required);
  const names = free.map((row) => i18n._(SECTOR_LABELS[row.sector])).join(", ");
  return (
    <section className={`${cardClasses.card} ${cardClasses.padded}`} aria-labelledby={id}>
      <div className={classes.ringHead}>
        <div>
          <h2 id={id} className={cardClasses.title}>
            <Trans>Хто за столом</Trans>
          </h2>
          <p className="v-t2">
            {free.length === 0 ? <Trans>Усі місця зайняті.</Trans> : <Trans>Вільні місця: {names}.</Trans>}
          </p>
        </div>
        <button type="button" className={classes.toggle} onClick={() => setAsTable(!asTable)}>
          {asTable ? t`Колом` : t`Таблицею`}
        </button>
      </div>
      {asTable ? (
        <SectorTable sectors={group.sectors} />
      ) : (
        <div className={classes.circle}>
          <SectorRing sectors={group.sectors} people={group.member_count} compact={!wide} />
          {free.length > 0 && (
            <div className={classes.free}>
              <h3>
                <Trans>Вільні місця</Trans>
              </h3>
              <ul>
                {free.map((row) => (
                  <li key={row.sector}>
                    <SectorShape sector={row.sector} size={24} empty />
                    {i18n._(SECTOR_LABELS[row.sector])}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

/** Whoever coordinates a territory watches over its groups; what is said there is not theirs to read. */
function ForThoseAtTheTable() {
  return (
    <Card padded title={<Trans>Теми й доручення</Trans>}>
      <p className="v-t2">
        <Trans>
          Їх бачать лише ті, хто за столом. Ви координуєте територію: вам видно, хто в групі, і її стан.
        </Trans>
      </p>
    </Card>
  );
}

const OPEN = new Set<ActionOut["state"]>(["proposed", "accepted", "in_progress", "blocked", "done"]);

function OpenActions({ groupId }: { groupId: string }) {
  const { localize: say, dates } = useLocale();
  const { data: actions = [] } = useQuery(actionsQuery({ group: groupId }));
  const open = actions.filter((action) => OPEN.has(action.state)).slice(0, SHOWN);
  return (
    <Card padded title={<Trans>Доручення групи</Trans>}>
      {open.length === 0 && (
        <p className="v-small v-t2">
          <Trans>Відкритих доручень немає.</Trans>
        </p>
      )}
      <ul className={classes.brief}>
        {open.map((action) => (
          <li key={action.id}>
            <AppLink href={actionPath(action.id)}>
              <ItemNumber number={action.number} /> {say(action.title)}
            </AppLink>
            <p>
              <StatusPill state={action.state} />
              <span className="v-tiny v-t2 v-num">{dates.short(action.due_on)}</span>
            </p>
          </li>
        ))}
      </ul>
      <ButtonLink kind="ghost" className={classes.more} href={pathTo("/actions", {}, { group: groupId })}>
        <Trans>Відкрити дошку</Trans>
      </ButtonLink>
    </Card>
  );
}
