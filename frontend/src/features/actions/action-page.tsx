import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconClock,
  IconFlag,
  IconLock,
  IconMailForward,
  IconPencil,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ActionOut, ActionPageOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { EmergencyAlert } from "@/modules/access/emergency-alert";
import { AccessLost } from "@/modules/access/no-access";
import { EditActionDialog } from "@/modules/actions/edit-action-dialog";
import { ItemNumber, useItemNumber } from "@/modules/actions/item-number";
import { OverduePill, StatusPill } from "@/modules/actions/status";
import { useDueText } from "@/modules/actions/use-due-text";
import { groupPath } from "@/modules/entities/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import { actionQuery, evidenceQuery } from "@/queries/actions";
import { useTopic } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import classes from "./action.module.css";
import { ChainCard } from "./chain-card";
import { ChecklistCard } from "./checklist-card";
import { DeepLinkDialog } from "./deep-link-dialog";
import { Details } from "./details";
import { DiscussionCard } from "./discussion-card";
import { EvidenceCard } from "./evidence-card";
import { HistoryCard } from "./history-card";
import { LinkCard } from "./link-card";
import { NextStep } from "./next-step";
import { OfficerEvidence } from "./officer-evidence";
import { PromiseCard, PublishedMark } from "./promise-card";
import { RelationsCard } from "./relations-card";
import { RemindersCard } from "./reminders-card";
import { WatchButton } from "./watch-button";
import { WidenButton } from "./widen-button";

/** One action item: why it is done, what has to be so, how everybody knows. */
export function ActionPage() {
  const { actionId = "" } = useParams({ strict: false });
  const lost = useTopic(`action:${actionId}`);
  const action = useQuery({ ...actionQuery(actionId), enabled: !lost });
  if (lost) {
    return (
      <Page>
        <AccessLost title={<Trans>Ви більше не маєте доступу до цього доручення</Trans>} />
      </Page>
    );
  }
  return (
    <Page>
      <QueryBoundary
        query={action}
        missing={<OfficerEvidence actionId={actionId} />}
        loading={<Trans>Завантажуємо доручення…</Trans>}
      >
        {(data) => <ActionView key={data.id} action={data} />}
      </QueryBoundary>
    </Page>
  );
}

function ActionView({ action }: { action: ActionPageOut }) {
  const { localize: say } = useLocale();
  const { data: evidence = [] } = useQuery(evidenceQuery(action.id));
  const numbered = useItemNumber();
  useTitle(`${numbered(action.number)} ${say(action.title)}`);
  return (
    <>
      {action.audience === "thread" && <EmergencyAlert thing={{ kind: "action", id: action.id }} />}
      <ActionHeader action={action} />
      <TwoColumns
        aside={
          <>
            <LinkCard action={action} />
            <PromiseCard action={action} />
            <ChainCard action={action} />
            <RelationsCard action={action} />
            <RemindersCard action={action} />
          </>
        }
      >
        <NextStep action={action} evidence={evidence} />
        <ChecklistCard action={action} />
        <EvidenceCard action={action} />
        <DiscussionCard action={action} />
        <HistoryCard actionId={action.id} />
      </TwoColumns>
      <DeepLinkDialog action={action} />
    </>
  );
}

function ActionHeader({ action }: { action: ActionPageOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[
        { label: t`Доручення`, href: "/actions" },
        { label: say(action.group.name), href: groupPath(action.group.id) },
      ]}
      title={
        <>
          <ItemNumber className="v-t2" number={action.number} /> {say(action.title)}
        </>
      }
      actions={
        <>
          {action.allowed.includes("watch") && <WatchButton action={action} />}
          {action.allowed.includes("widen") && <WidenButton action={action} />}
          {action.allowed.includes("edit") && <EditButton action={action} />}
        </>
      }
    >
      <ActionFacts action={action} />
      <Details action={action} />
      {action.description && <p className={classes.description}>{action.description}</p>}
    </PageHeader>
  );
}

function EditButton({ action }: { action: ActionOut }) {
  const editing = useDialog();
  return (
    <>
      <Button kind="quiet" onClick={() => editing.open()}>
        <Icon of={IconPencil} />
        <Trans>Змінити</Trans>
      </Button>
      {editing.render((_, close) => (
        <EditActionDialog action={action} onClose={close} />
      ))}
    </>
  );
}

/** The state of an item, its owner, its due date, and who sees it. */
function ActionFacts({ action }: { action: ActionOut }) {
  const { localize: say, dates } = useLocale();
  const due = useDueText();
  const overdue = due.overdue(action);
  return (
    <div className={`v-meta ${classes.facts}`}>
      <span>
        <StatusPill state={action.state} />
      </span>
      {overdue && (
        <span>
          <OverduePill>{overdue}</OverduePill>
        </span>
      )}
      <SectorLabel sector={action.owner.sector}>{say(action.owner.short_name)}</SectorLabel>
      {action.owner_outside && (
        <MetaItem icon={IconMailForward}>
          <Trans>Без облікового запису</Trans>
        </MetaItem>
      )}
      {action.owner_person && <MetaItem icon={IconUser}>{say(action.owner_person.name)}</MetaItem>}
      {action.coowners.map((one) => (
        <SectorLabel key={one.id} sector={one.sector}>
          <Trans>співвиконавець: {say(one.short_name)}</Trans>
        </SectorLabel>
      ))}
      <MetaItem icon={IconClock}>
        {due.long(action)}
        {action.original_due_on !== action.due_on && (
          <>
            {" "}
            <Trans>(спершу {dates.long(action.original_due_on)})</Trans>
          </>
        )}
      </MetaItem>
      <Priority priority={action.priority} />
      <MetaItem icon={action.audience === "group" ? IconUsersGroup : IconLock}>
        <AppLink className="v-reach" href={pathTo("/actions/$actionId/access", { actionId: action.id })}>
          {action.audience === "group" ? <Trans>Бачить група</Trans> : <Trans>Бачать учасники теми</Trans>}
        </AppLink>
      </MetaItem>
      <PublishedMark action={action} />
    </div>
  );
}

function Priority({ priority }: { priority: ActionOut["priority"] }) {
  if (priority !== "high" && priority !== "urgent") return null;
  return (
    <MetaItem icon={IconFlag}>
      {priority === "urgent" ? <Trans>Терміново</Trans> : <Trans>Важливо</Trans>}
    </MetaItem>
  );
}
