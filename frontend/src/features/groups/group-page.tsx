import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams, useSearch } from "@tanstack/react-router";
import type { GroupOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { AccessLost, NoSuchPage } from "@/modules/access/no-access";
import { CreateActionDialog } from "@/modules/actions/create-action-dialog";
import { Count } from "@/modules/actions/status";
import { GroupDossiers } from "@/modules/dossier/group-dossiers";
import { type GroupPart, groupPath, territoryPath } from "@/modules/entities/paths";
import { usePeopleWords } from "@/modules/groups/people-count";
import { GROUP_STATES } from "@/modules/groups/words";
import { AnnouncedCard } from "@/modules/threads/asking/announced-card";
import { NewMessages } from "@/modules/threads/new-messages";
import { groupQuery } from "@/queries/groups";
import { publicGroupQuery } from "@/queries/public";
import { useTopic } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { LoadingState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { Page, PageHeader, Tabs, useTitle } from "@/ui/page";
import { AccountabilitySection } from "./accountability-section";
import { ActionsCard } from "./actions-card";
import classes from "./groups.module.css";
import { JoiningSection } from "./joining-section";
import { MemberListSection } from "./member-list/member-list-section";
import { MembersSection } from "./members-section";
import { ModerationSection } from "./moderation-section";
import { NewThreadDialog } from "./new-thread-dialog";
import { Overview } from "./overview";
import { ReadinessSection } from "./readiness-section";
import { SettingsSection } from "./settings-section";
import { ThreadsCard } from "./threads-card";

/** One group: who is at the table, what is talked about, what was agreed. */
export function GroupPage() {
  const { groupId = "", section = "overview" } = useParams({ strict: false });
  const lost = useTopic(`group:${groupId}`);
  const group = useQuery({ ...groupQuery(groupId), enabled: !lost });
  if (lost) {
    return (
      <Page>
        <AccessLost title={<Trans>Ви більше не маєте доступу до цієї групи</Trans>} />
      </Page>
    );
  }
  return (
    <Page>
      <QueryBoundary
        query={group}
        missing={<OutsiderPage groupId={groupId} />}
        loading={<Trans>Завантажуємо групу…</Trans>}
      >
        {(data) => <GroupView group={data} section={section} />}
      </QueryBoundary>
    </Page>
  );
}

/** Lead a reader without access to the public page of the group, where it has one. */
function OutsiderPage({ groupId }: { groupId: string }) {
  const page = useQuery({ ...publicGroupQuery(groupId), retry: false });
  if (page.isPending)
    return (
      <LoadingState>
        <Trans>Завантажуємо групу…</Trans>
      </LoadingState>
    );
  if (!page.data) return <NoSuchPage />;
  return <Navigate to="/public/groups/$groupId" params={{ groupId }} replace />;
}

function GroupView({ group, section }: { group: GroupOut; section: string }) {
  const { localize: say } = useLocale();
  useTitle(say(group.name));
  return (
    <>
      <GroupHeader group={group} opened={section === "overview"} />
      <Sections group={group} section={section} />
      <Section group={group} section={section} />
    </>
  );
}

function Section({ group, section }: { group: GroupOut; section: string }) {
  switch (section) {
    case "moderation":
      return group.role ? <ModerationSection group={group} /> : <NoSuchPage />;
    case "threads":
    case "actions":
    case "programmes":
    case "accountability":
      return group.role ? <AtTheTable groupId={group.id} section={section} /> : <NoSuchPage />;
    case "members":
      return <MembersSection group={group} />;
    case "joining":
      return mayInvite(group) ? <JoiningSection group={group} /> : <NoSuchPage />;
    case "readiness":
      return <ReadinessSection group={group} />;
    case "member-list":
      return mayInvite(group) ? <MemberListSection group={group} /> : <NoSuchPage />;
    case "settings":
      return mayArrange(group) ? <SettingsSection group={group} /> : <NoSuchPage />;
    case "overview":
      return <Overview group={group} />;
    default:
      return <NoSuchPage />;
  }
}

/** What only those read who sit in the group. */
function AtTheTable({ groupId, section }: { groupId: string; section: string }) {
  const { tag }: { tag?: string } = useSearch({ strict: false });
  if (section === "threads") {
    return (
      <div className="v-stack">
        <ThreadsCard groupId={groupId} tag={tag} />
        {!tag && <AnnouncedCard groupId={groupId} />}
      </div>
    );
  }
  if (section === "actions") return <ActionsCard groupId={groupId} />;
  if (section === "programmes") return <GroupDossiers groupId={groupId} />;
  return <AccountabilitySection groupId={groupId} />;
}

/** The header of each section; `opened`: on the overview, which says what the group is for. */
function GroupHeader({ group, opened }: { group: GroupOut; opened: boolean }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const thread = useDialog();
  const action = useDialog();
  return (
    <>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[
          { label: t`Групи`, href: "/groups" },
          { label: say(group.territory.name), href: territoryPath(group.territory.id) },
          ...(group.parent ? [{ label: say(group.parent.name), href: groupPath(group.parent.id) }] : []),
        ]}
        title={say(group.name)}
        lead={opened ? say(group.purpose) : undefined}
        actions={
          <>
            {group.allowed.includes("start") && (
              <Button onClick={() => thread.open()}>
                <Icon of={IconPlus} />
                <Trans>Нова тема</Trans>
              </Button>
            )}
            {group.allowed.includes("make") && (
              <Button kind="quiet" onClick={() => action.open()}>
                <Icon of={IconPlus} />
                <Trans context="one">Доручення</Trans>
              </Button>
            )}
          </>
        }
      >
        <GroupFacts group={group} />
      </PageHeader>
      {thread.render((_, close) => (
        <NewThreadDialog group={group} onClose={close} />
      ))}
      {action.render((_, close) => (
        <CreateActionDialog origin={{ groupId: group.id }} onClose={close} />
      ))}
    </>
  );
}

function GroupFacts({ group }: { group: GroupOut }) {
  const { i18n } = useLingui();
  const { dates } = useLocale();
  const peopleWords = usePeopleWords();
  const since = dates.long(group.founded_on);
  return (
    <p className="v-meta">
      <span>{i18n._(GROUP_STATES[group.state])}</span>
      <span>{peopleWords({ members: group.member_count, observers: group.observer_count })}</span>
      <span className={classes.founded}>
        <Trans>заснована {since}</Trans>
      </span>
      <span>
        <AppLink className="v-reach" href={groupPath(group.id, "access")}>
          <Trans>Хто це бачить</Trans>
        </AppLink>
      </span>
      {group.role && (
        <span>
          <AppLink className="v-reach" href={groupPath(group.id, "moderation")}>
            <Trans>Модерація</Trans>
          </AppLink>
        </span>
      )}
    </p>
  );
}

/** Who may do one of these finds the settings. */
function mayArrange(group: GroupOut): boolean {
  const steps = ["edit", "require_seats", "set_milestones", "activate", "suspend", "dissolve"] as const;
  return steps.some((action) => group.allowed.includes(action));
}

/** Who may do one of these answers those who ask for a seat. */
function mayInvite(group: GroupOut): boolean {
  return (["invite", "add_member"] as const).some((action) => group.allowed.includes(action));
}

/** Where people come in one by one, and by a list. */
const JOINING = new Set(["joining", "member-list"]);

function Sections({ group, section }: { group: GroupOut; section: string }) {
  const { t } = useLingui();
  const tab = (name: GroupPart) => ({ href: groupPath(group.id, name), current: section === name });
  const unread = group.unread > 0 && <NewMessages value={group.unread} />;
  const waiting = group.requests_waiting ?? 0;
  const asking = plural(waiting, {
    one: "прохання про місце",
    few: "прохання про місце",
    many: "прохань про місце",
    other: "прохання про місце",
  });
  return (
    <Tabs
      label={t`Розділи групи`}
      tabs={[
        { label: t`Огляд`, href: groupPath(group.id), current: section === "overview" },
        // What a proposal lives by; a group at work finds it on its overview.
        ...(group.state === "proposed" || section === "readiness"
          ? [{ label: t`Готовність`, ...tab("readiness") }]
          : []),
        ...(group.role
          ? [
              { label: t`Теми`, ...tab("threads"), count: unread },
              { label: t({ message: "Рішення", context: "many" }), ...tab("decisions") },
              { label: t`Засідання`, ...tab("meetings") },
              { label: t`Протоколи`, ...tab("minutes") },
              { label: t`Доручення`, ...tab("actions") },
              { label: t`Програми`, ...tab("programmes") },
              { label: t`Виконання`, ...tab("accountability") },
            ]
          : []),
        { label: t`Учасники`, ...tab("members") },
        ...(mayInvite(group)
          ? [
              {
                label: t`Нові учасники`,
                ...tab("joining"),
                current: JOINING.has(section),
                count: waiting > 0 && <Count value={waiting} label={asking} />,
              },
            ]
          : []),
        ...(mayArrange(group) ? [{ label: t`Налаштування групи`, ...tab("settings") }] : []),
      ]}
    />
  );
}
