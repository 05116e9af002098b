import { plural } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, type RefObject, Suspense } from "react";
import type { MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { lazyCards } from "@/kit/lazy-cards";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import type { Speaker } from "@/modules/mandates/use-voices";
import { ComposerClosed } from "@/modules/threads/composer";
import { TypingLine } from "@/modules/threads/message-view";
import type { DraftContext } from "@/outbox/draft-sync";
import type { Draft } from "@/outbox/outbox-provider";
import { groupQuery, groupStepsQuery } from "@/queries/groups";
import { flattenPages } from "@/queries/pages";
import { useTypingPeople } from "@/realtime/realtime-provider";
import { EditMessageComposer } from "./edit-message-composer";
import { FloorBar, Foot, isLockedOut, LockedOut } from "./floor/floor-bar";
import { roleInRound, useRound } from "./floor/use-round";
import { OrphanDraftNotice } from "./moving/orphan-draft-notice";
import { NewMessageComposer } from "./new-message-composer";
import type { RecordingDesk } from "./recording/use-recording";
import type { Attaching } from "./use-attachments";

const loadRound = () => import("./floor/round-card");
const RoundCard = lazyCards("threads", async () => (await loadRound()).RoundCard);
const RoundOver = lazyCards("threads", async () => (await loadRound()).RoundOver);

/** Words of a message as they are shown, or (without them being `chosen`) all of it, in that `version`. */
export interface Quoted {
  text: string;
  chosen: boolean;
  version: number;
}

/** Which message is answered, and what of it is quoted. */
export type Drafted = Pick<DraftContext, "reply_to" | "quote">;

export interface WritingProps {
  thread: ThreadOut;
  draft: Draft;
  /** Files that the message will bring. */
  attaching: Attaching;
  /** What was said for it. */
  recorder: RecordingDesk;
  speaker: Speaker;
  answering: MessageOut | null;
  /** Words of the message that is answered. */
  quoted: Quoted | null;
  /** Both, by their place. */
  drafted: Drafted;
  onAnswered: () => void;
  /** A message of one’s own that is put in other words. */
  correcting: MessageOut | null;
  onCorrected: () => void;
  input: RefObject<HTMLElement | null>;
}

/** Where one writes, or why one cannot. */
export function ComposerArea(props: WritingProps) {
  const { thread, speaker } = props;
  const running = useRound(thread);
  const leads = thread.allowed.includes("keep_floor");
  const hasDraft = props.draft.said.text.trim() !== "";
  const listens = running !== null && !leads && roleInRound(running, speaker).does !== "speaks";
  const why = isLockedOut(thread) ? (
    <LockedOut thread={thread} hasDraft={hasDraft} />
  ) : !thread.allowed.includes("post") ? (
    <>
      <ReadOnlyReason thread={thread} observes={speaker.observes} />
      {thread.state === "closed" && <OrphanDraftNotice thread={thread} draft={props.draft} />}
    </>
  ) : listens ? (
    <Suspense>
      <RoundOver round={running} speaker={speaker} hasDraft={hasDraft} />
    </Suspense>
  ) : null;
  if (why && !props.correcting) {
    return (
      <Foot>
        <RunningRound thread={thread} speaker={speaker} />
        <ComposerClosed>{why}</ComposerClosed>
      </Foot>
    );
  }
  return (
    <>
      <TypingIndicator threadId={thread.id} personId={speaker.me?.id ?? ""} />
      <Foot>
        <RunningRound thread={thread} speaker={speaker} />
        <FloorBar thread={thread} input={props.input} />
        {props.correcting ? (
          <EditMessageComposer key={props.correcting.id} {...props} message={props.correcting} />
        ) : (
          <NewMessageComposer {...props} />
        )}
      </Foot>
    </>
  );
}

function RunningRound(props: Pick<WritingProps, "thread" | "speaker">) {
  return (
    useRound(props.thread) && (
      <Suspense>
        <RoundCard {...props} />
      </Suspense>
    )
  );
}

function ReadOnlyReason({ thread, observes }: { thread: ThreadOut; observes: boolean }): ReactNode {
  const { dates } = useLocale();
  const stopped = useStopped(thread.group.id);
  const day = thread.closed_at && dates.long(dates.day(thread.closed_at));
  if (thread.merged) return <Trans>Розмова триває в іншій темі: пишіть там.</Trans>;
  if (thread.state === "closed") {
    return day ? (
      <Trans>Тему закрито {day}: її можна лише читати.</Trans>
    ) : (
      <Trans>Тему закрито: її можна лише читати.</Trans>
    );
  }
  if (thread.state === "draft") return <Trans>Це чернетка теми. Писати можна, коли її відкриють.</Trans>;
  if (stopped) return stopped;
  if (observes) return <Trans>Ви спостерігаєте в цій групі: читаєте все, але не пишете.</Trans>;
  return <Trans>Цю тему ви можете лише читати.</Trans>;
}

/** Why nobody writes in a group that rests or is over, for those who read the group; null in any other. */
function useStopped(groupId: string): ReactNode {
  const { data: group } = useQuery(groupQuery(groupId));
  const stopped = group?.state === "suspended" || group?.state === "dissolved";
  const { data: steps } = useInfiniteQuery({ ...groupStepsQuery(groupId), enabled: stopped });
  const reason = steps && flattenPages(steps).find((one) => one.after === group?.state)?.reason;
  if (!stopped || !reason) return null;
  if (group.state === "suspended") return <Trans>Групу призупинено: {reason}</Trans>;
  return <Trans>Групу розпущено: {reason}</Trans>;
}

function TypingIndicator({ threadId, personId }: { threadId: string; personId: string }) {
  const { localize: say } = useLocale();
  const online = useOnline();
  const people = useTypingPeople(`thread:${threadId}`).filter((one) => one.personId !== personId);
  const [first] = people;
  if (!online || !first) return <TypingLine>{null}</TypingLine>;
  const name = say(first.name);
  if (people.length === 1) {
    return (
      <TypingLine>
        <Trans>{name} пише…</Trans>
      </TypingLine>
    );
  }
  const others = plural(people.length - 1, { one: "ще #", few: "ще #", many: "ще #", other: "ще #" });
  return (
    <TypingLine>
      <Trans>
        {name} та {others} пишуть…
      </Trans>
    </TypingLine>
  );
}
