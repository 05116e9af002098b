import { Trans, useLingui } from "@lingui/react/macro";
import { IconClock, IconLock, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ActionOut } from "@/api/generated/types.gen";
import { actionQuery, evidenceQuery } from "@/data/actions";
import { Page, PageHeader, TwoColumns, useTitle } from "@/design/page";
import { SectorLabel } from "@/design/sector";
import { OverduePill, StatusPill } from "@/design/status";
import { useReader } from "@/lib/reader";
import { useTopic } from "@/realtime/realtime-provider";
import { useDueWords } from "@/widgets/due-words";
import { AccessLost, NoSuchPage } from "@/widgets/no-access";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./action.module.css";
import { ChainCard } from "./chain-card";
import { EvidenceCard } from "./evidence-card";
import { HistoryCard } from "./history-card";
import { NextStep } from "./next-step";
import { RemindersCard } from "./reminders-card";

/** One action item: why it is done, what is asked of the reader, how all know that it is done. */
export function ActionPage() {
  const { actionId = "" } = useParams({ strict: false });
  const action = useQuery(actionQuery(actionId));
  const lost = useTopic(`action:${actionId}`);
  if (lost) {
    return (
      <Page>
        <AccessLost title={<Trans>Ви більше не маєте доступу до цього доручення</Trans>} />
      </Page>
    );
  }
  return (
    <Page>
      <QueryGate query={action} missing={<NoSuchPage />} loading={<Trans>Завантажуємо доручення…</Trans>}>
        {(data) => <ActionView action={data} />}
      </QueryGate>
    </Page>
  );
}

function ActionView({ action }: { action: ActionOut }) {
  const { say } = useReader();
  useTitle(`№ ${action.number} ${say(action.title)}`);
  const { data: evidence = [] } = useQuery(evidenceQuery(action.id));
  return (
    <>
      <Head action={action} />
      <TwoColumns
        aside={
          <>
            <ChainCard action={action} />
            <RemindersCard action={action} />
          </>
        }
      >
        <NextStep action={action} evidence={evidence} />
        <EvidenceCard action={action} />
        <HistoryCard actionId={action.id} />
      </TwoColumns>
    </>
  );
}

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

function Head({ action }: { action: ActionOut }) {
  const { t } = useLingui();
  const { say } = useReader();
  const due = useDueWords();
  const late = due.overdue(action);
  return (
    <div className={classes.head}>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[
          { label: t`Доручення`, href: "/actions" },
          { label: say(action.group.name), href: `/groups/${action.group.id}` },
        ]}
        title={
          <>
            <span className="v-t2">№ {action.number}</span> {say(action.title)}
          </>
        }
      >
        <p className={`v-meta ${classes.facts}`}>
          <StatusPill state={action.state} />
          {late && <OverduePill>{late}</OverduePill>}
          <SectorLabel sector={action.owner.sector}>{say(action.owner.short_name)}</SectorLabel>
          {action.owner_person && (
            <span>
              <IconUser {...ICON} />
              {say(action.owner_person.name)}
            </span>
          )}
          <span>
            <IconClock {...ICON} />
            {due.long(action)}
          </span>
          <span>
            <IconLock {...ICON} />
            {action.audience === "group" ? t`Бачить група` : t`Бачать учасники теми`}
          </span>
        </p>
        {action.description && <p className="v-measure">{action.description}</p>}
      </PageHeader>
    </div>
  );
}
