import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { PublicGroup } from "@/api/generated/types.gen";
import { publicGroupQuery } from "@/data/groups";
import { useTitle } from "@/design/page";
import { SECTOR_LABELS, SectorShape } from "@/design/sector";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import { QueryGate } from "@/widgets/query-gate";
import { GROUP_STATES } from "@/widgets/words";
import classes from "./public.module.css";
import { PublicFrame } from "./public-frame";

/** What a group shows to everybody: what it is for and which sectors sit at its table. */
export function PublicGroupPage() {
  const { groupId = "" } = useParams({ strict: false });
  const { say } = useReader();
  const group = useQuery(publicGroupQuery(groupId));
  return (
    <PublicFrame place={group.data && say(group.data.territory.name)}>
      <QueryGate query={group} missing={<NoSuchGroup />} loading={<Trans>Завантажуємо групу…</Trans>}>
        {(data) => <Sheet group={data} />}
      </QueryGate>
    </PublicFrame>
  );
}

function NoSuchGroup() {
  return (
    <EmptyState alone title={<Trans>Такої сторінки немає</Trans>}>
      <Trans>Група могла її закрити. Якщо ви за столом, увійдіть.</Trans>
    </EmptyState>
  );
}

function Sheet({ group }: { group: PublicGroup }) {
  const { i18n } = useLingui();
  const { say, dates } = useReader();
  useTitle(say(group.name));
  const since = dates.long(group.founded_on);
  const missing = group.missing.filter((sector) => !group.sectors.includes(sector));
  return (
    <>
      <h1 className={classes.title}>{say(group.name)}</h1>
      <p className={classes.lead}>{say(group.purpose)}</p>
      <dl className={classes.facts}>
        <div>
          <dt>
            <Trans>Стан</Trans>
          </dt>
          <dd>{i18n._(GROUP_STATES[group.state])}</dd>
        </div>
        <div>
          <dt>
            <Trans>Заснована</Trans>
          </dt>
          <dd>{since}</dd>
        </div>
        {say(group.cadence) && (
          <div>
            <dt>
              <Trans>Засідання</Trans>
            </dt>
            <dd>{say(group.cadence)}</dd>
          </div>
        )}
      </dl>
      <h2>
        <Trans>Хто за столом</Trans>
      </h2>
      <ul className={classes.table}>
        {group.sectors.map((sector) => (
          <li key={sector}>
            <SectorShape sector={sector} size={24} />
            {i18n._(SECTOR_LABELS[sector])}
          </li>
        ))}
        {missing.map((sector) => (
          <li key={sector} className="v-t2">
            <SectorShape sector={sector} size={24} empty />
            {i18n._(SECTOR_LABELS[sector])} <Trans>(чекаємо)</Trans>
          </li>
        ))}
      </ul>
      <p className="v-small v-t2">
        <Trans>Імен учасників і змісту обговорень на цій сторінці немає.</Trans>
      </p>
    </>
  );
}
