import { Trans, useLingui } from "@lingui/react/macro";
import { IconCalendarEvent, IconMapPin, IconUser, IconVideo } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { AccessLost } from "@/modules/access/no-access";
import { groupPath } from "@/modules/entities/paths";
import { AgendaCard } from "@/modules/meetings/agenda-card";
import { MeetingPill } from "@/modules/meetings/meeting-pill";
import classes from "@/modules/meetings/meetings.module.css";
import { RefusedEntries } from "@/modules/meetings/own-entries";
import { SuggestionsCard } from "@/modules/meetings/suggestions-card";
import type { MeetingProps } from "@/modules/meetings/use-meeting-command";
import { useMeetingTitle, useTimeText } from "@/modules/meetings/words";
import { MeetingMinutes } from "@/modules/minutes/meeting-minutes";
import { meetingQuery } from "@/queries/meetings";
import { useTopic } from "@/realtime/realtime-provider";
import { NoticeState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { AnswerCard } from "./answer-card";
import { AnswersCard } from "./answers-card";
import { CheckInCard } from "./check-in-card";
import { Desk } from "./desk";
import { MoreMenu } from "./more-menu";
import { NextStep } from "./next-step";
import { RecordList } from "./record-list";

/** One meeting: before it begins, while it runs, and its record afterwards. */
export function MeetingPage() {
  const { meetingId = "" } = useParams({ strict: false });
  const meeting = useQuery(meetingQuery(meetingId));
  return (
    <Page>
      <QueryBoundary
        query={meeting}
        loading={<Trans>Завантажуємо засідання…</Trans>}
        missing={
          <NoticeState
            icon={<Icon of={IconCalendarEvent} size={24} />}
            title={<Trans>Такого засідання немає</Trans>}
            alone
          >
            <Trans>Його немає або ви не бачите групи, яка збирається.</Trans>
          </NoticeState>
        }
      >
        {(data) => <MeetingView key={data.id} meeting={data} knownAt={meeting.dataUpdatedAt} />}
      </QueryBoundary>
    </Page>
  );
}

interface KnownProps extends MeetingProps {
  /** When the server was last heard, in milliseconds. */
  knownAt: number;
}

/** Who may no longer read its group does not read it either. */
function MeetingView({ meeting, knownAt }: KnownProps) {
  const lost = useTopic(`group:${meeting.group.id}`);
  const titleOf = useMeetingTitle();
  useTitle(titleOf(meeting));
  if (lost) return <AccessLost title={<Trans>Ви більше не маєте доступу до цього засідання</Trans>} />;
  return (
    <>
      <Header meeting={meeting} knownAt={knownAt} />
      <RefusedEntries meeting={meeting} />
      {meeting.state === "running" && <Running meeting={meeting} />}
      {meeting.state === "ended" && <After meeting={meeting} />}
      {["planned", "convened", "cancelled"].includes(meeting.state) && <Before meeting={meeting} />}
    </>
  );
}

function Before({ meeting }: MeetingProps) {
  return (
    <TwoColumns
      aside={
        <>
          <AnswersCard meeting={meeting} />
          <SuggestionsCard meeting={meeting} />
        </>
      }
    >
      <AnswerCard meeting={meeting} />
      <NextStep meeting={meeting} />
      <AgendaCard meeting={meeting} />
    </TwoColumns>
  );
}

function Running({ meeting }: MeetingProps) {
  return (
    <>
      {!meeting.quorum.is_met && (
        <p className={classes.noQuorum} role="status">
          <Trans>
            <b>Кворуму немає.</b> Говорити можна, а рішень зараз не рахуємо.
          </Trans>
        </p>
      )}
      <CheckInCard meeting={meeting} />
      <Desk meeting={meeting} />
    </>
  );
}

/** What was done and written stays; what was entered without a line may still come. */
function After({ meeting }: MeetingProps) {
  const items = meeting.agenda.filter(({ state }) => state !== "proposed");
  return (
    <TwoColumns aside={<AnswersCard meeting={meeting} />}>
      <MeetingMinutes meeting={meeting} />
      {items.map((item) => (
        <RecordList key={item.id} meeting={meeting} item={item} titled />
      ))}
    </TwoColumns>
  );
}

function Header({ meeting, knownAt }: KnownProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const titleOf = useMeetingTitle();
  const timeText = useTimeText();
  const { group, number, title, place, video_url, chair, state } = meeting;
  const chairName = chair && localize(chair.person.name);
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[
        { label: localize(group.name), href: groupPath(group.id) },
        { label: t`Засідання`, href: groupPath(group.id, "meetings") },
      ]}
      title={titleOf(meeting)}
      lead={number !== null && localize(title)}
      actions={<MoreMenu meeting={meeting} />}
    >
      <p className="v-meta">
        <MeetingPill state={state} />
        <MetaItem icon={IconCalendarEvent}>{timeText(meeting)}</MetaItem>
        {place && <MetaItem icon={IconMapPin}>{place}</MetaItem>}
        {video_url && (
          <MetaItem icon={IconVideo}>
            <a className="v-reach" href={video_url} target="_blank" rel="noreferrer">
              <Trans>Відеозв’язок</Trans>
            </a>
          </MetaItem>
        )}
        {chairName && (
          <MetaItem icon={IconUser}>
            <Trans>Веде {chairName}</Trans>
          </MetaItem>
        )}
      </p>
      <Notes meeting={meeting} knownAt={knownAt} />
    </PageHeader>
  );
}

/** What everybody has to know of it: why it is held earlier or not at all, and how old its state is. */
function Notes({ meeting: { state, reason, extraordinary }, knownAt }: KnownProps) {
  const { dates } = useLocale();
  const online = useOnline();
  const knownTime = dates.time(new Date(knownAt).toISOString());
  return (
    <>
      {extraordinary && (
        <p className="v-small">
          <Trans>
            <b>Позачергове:</b> {extraordinary}
          </Trans>
        </p>
      )}
      {state === "cancelled" && reason && (
        <p className="v-small">
          <Trans>
            <b>Чому скасовано:</b> {reason}
          </Trans>
        </p>
      )}
      {state === "running" && !online && (
        <p className="v-small v-t2">
          <Trans>
            Присутність, черга й відповіді – стан на {knownTime}. Ваші записи й позначки зберігаємо на цьому
            пристрої.
          </Trans>
        </p>
      )}
    </>
  );
}
