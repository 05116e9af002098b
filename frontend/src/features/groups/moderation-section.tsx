import { Trans, useLingui } from "@lingui/react/macro";
import { IconLock } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { GroupOut, ModeratedOut, ModerationStepOut, MovedThreadOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { threadPath } from "@/modules/entities/paths";
import { useSpokenBy } from "@/modules/mandates/voices";
import { CaseView } from "@/modules/moderation/case-view";
import { DecisionDialog } from "@/modules/moderation/decision-dialog";
import { type Decision, DONE, FAULTS } from "@/modules/moderation/words";
import { moderationLogQuery, waitingReportsQuery } from "@/queries/moderation";
import { movedThreadsQuery } from "@/queries/moves";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import classes from "./moderation.module.css";

/** What waits for those who moderate, the log that every member reads, and which threads were taken away. */
export function ModerationSection({ group }: { group: GroupOut }) {
  return (
    <div className={classes.section}>
      <WaitingCard group={group} />
      <LogCard groupId={group.id} />
      <MovedCard groupId={group.id} />
    </div>
  );
}

/** Whoever moderates nothing finds nothing here, and is not shown an empty place. */
function WaitingCard({ group }: { group: GroupOut }) {
  const waiting = useInfiniteQuery(waitingReportsQuery(group.id));
  const leads = group.role === "facilitator" || group.role === "secretary";
  if (!leads && !waiting.data) return null;
  return (
    <SectionCard
      title={<Trans>Чекають на рішення</Trans>}
      query={waiting}
      loading={<Trans>Завантажуємо скарги…</Trans>}
      empty={
        leads ? (
          <EmptyState title={<Trans>Нічого не чекає</Trans>}>
            <Trans>Скарги на повідомлення й оскарження авторів з’являтимуться тут.</Trans>
          </EmptyState>
        ) : undefined
      }
    >
      {(one) => <WaitingCase key={one.message_id} case={one} />}
    </SectionCard>
  );
}

function WaitingCase({ case: held }: { case: ModeratedOut }) {
  const { dates } = useLocale();
  const spokenBy = useSpokenBy();
  const decide = useDialog<Decision>();
  return (
    <li className={classes.case}>
      <Place thread={held} />
      <p className={classes.who}>
        <b>{spokenBy(held.author)}</b>
        <time className="v-tiny v-t2" dateTime={held.posted_at}>
          {dates.full(held.posted_at)}
        </time>
      </p>
      <CaseView case={held} onStep={decide.open} onDone={decide.close} />
      {decide.render((to, close) => (
        <DecisionDialog messageId={held.message_id} to={to} onClose={close} />
      ))}
    </li>
  );
}

/** In which thread, with the way to the message. */
function Place({ thread }: { thread: Pick<ModeratedOut, "thread_id" | "number" | "title" | "visibility"> }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  return (
    <p className={classes.place}>
      {thread.visibility === "restricted" && <Icon of={IconLock} size={16} label={t`не для всієї групи`} />}
      <AppLink className="v-reach" href={threadPath(thread.thread_id, thread.number)}>
        {say(thread.title)}
      </AppLink>
    </p>
  );
}

function LogCard({ groupId }: { groupId: string }) {
  const log = useInfiniteQuery(moderationLogQuery(groupId));
  return (
    <SectionCard
      title={<Trans>Журнал модерації</Trans>}
      query={log}
      older
      loading={<Trans>Завантажуємо журнал…</Trans>}
      empty={
        <EmptyState title={<Trans>Ще нічого не приховували</Trans>}>
          <Trans>
            Тут видно, хто, що й чому приховав, оскарження і рішення. Змінити запис не може ніхто.
          </Trans>
        </EmptyState>
      }
    >
      {(step) => <LogLine key={step.id} step={step} />}
    </SectionCard>
  );
}

function LogLine({ step }: { step: ModerationStepOut }) {
  const { i18n } = useLingui();
  const spokenBy = useSpokenBy();
  return (
    <ListRow
      title={
        <p>
          <b>{i18n._(DONE[step.what])}</b> <span className="v-t2">· {i18n._(FAULTS[step.fault])}</span>
        </p>
      }
      status={<Moment at={step.at} />}
    >
      <Place thread={step} />
      <p className="v-small v-t2">{spokenBy(step.actor)}</p>
    </ListRow>
  );
}

function Moment({ at }: { at: string }) {
  const { dates } = useLocale();
  return (
    <time className="v-small v-t2" dateTime={at}>
      {dates.full(at)}
    </time>
  );
}

/** Those who lost a thread read who took it, and why. A group that lost none is not shown an empty place. */
function MovedCard({ groupId }: { groupId: string }) {
  const moved = useInfiniteQuery(movedThreadsQuery(groupId));
  return (
    <SectionCard title={<Trans>Теми, перенесені до інших груп</Trans>} query={moved} older>
      {(one) => <MovedLine key={one.id} move={one} />}
    </SectionCard>
  );
}

function MovedLine({ move }: { move: MovedThreadOut }) {
  const { localize: say } = useLocale();
  const spokenBy = useSpokenBy();
  const { thread_id, reason } = move;
  const group = move.after && say(move.after.name);
  return (
    <ListRow
      title={say(move.title)}
      href={thread_id ? threadPath(thread_id) : undefined}
      status={<Moment at={move.at} />}
    >
      <p>
        {group ? <Trans>До групи «{group}».</Trans> : <Trans>До групи, якої ви не бачите.</Trans>}{" "}
        <Trans>Причина: {reason}</Trans>
      </p>
      {move.actor && <p className="v-small v-t2">{spokenBy(move.actor)}</p>}
    </ListRow>
  );
}
