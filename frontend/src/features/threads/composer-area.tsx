import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import type { MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { fieldErrorAt, personalDataWarnings } from "@/api/problem";
import { useLocale } from "@/lib/locale";
import { displayText, type Names, reconcileMentions } from "@/lib/mentions";
import { useOnline } from "@/lib/online";
import { useWide } from "@/lib/use-wide";
import type { Speaker } from "@/modules/mandates/use-voices";
import { authorView } from "@/modules/mandates/voices";
import { Composer, ComposerClosed } from "@/modules/threads/composer";
import { TypingLine } from "@/modules/threads/message-view";
import { publicVisibility } from "@/modules/threads/public-notice";
import type { DraftContext } from "@/outbox/draft-sync";
import { type Draft, useOutbox } from "@/outbox/outbox-provider";
import type { OutgoingMessage } from "@/outbox/store";
import { groupQuery, groupStepsQuery } from "@/queries/groups";
import { flattenPages } from "@/queries/pages";
import { useSayTyping, useTypingPeople } from "@/realtime/realtime-provider";
import { toast } from "@/ui/toast";
import { AttachButton } from "./attach-button";
import { AttachingList, OBSTACLE } from "./attaching-list";
import { DraftConflict } from "./draft-conflict";
import { FloorBar, Foot, isLockedOut, LockedOut } from "./floor/floor-bar";
import { RoundCard, RoundOver } from "./floor/round-card";
import { roleInRound, useRound } from "./floor/use-round";
import { useComposerInput } from "./format/use-composer-input";
import { OrphanDraftNotice } from "./moving/orphan-draft-notice";
import { PersonalDataDialog } from "./on-demand";
import { usePublicConsent } from "./publishing/use-public-consent";
import { RecordButton, Recorder } from "./recording/recorder";
import type { RecordingDesk } from "./recording/use-recording";
import type { Attaching } from "./use-attachments";
import { useRewording } from "./use-message-edit";

/** Words of a message as they are shown, or (without them being `chosen`) all of it, in that `version`. */
export interface Quoted {
  text: string;
  chosen: boolean;
  version: number;
}

/** Which message is answered, and what of it is quoted. */
export type Drafted = Pick<DraftContext, "reply_to" | "quote">;

interface WritingProps {
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
    <RoundOver round={running} speaker={speaker} hasDraft={hasDraft} />
  ) : null;
  if (why && !props.correcting) {
    return (
      <Foot>
        <RoundCard thread={thread} speaker={speaker} />
        <ComposerClosed>{why}</ComposerClosed>
      </Foot>
    );
  }
  return (
    <>
      <TypingIndicator threadId={thread.id} personId={speaker.me?.id ?? ""} />
      <Foot>
        <RoundCard thread={thread} speaker={speaker} />
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

/** What was being written meanwhile waits as a draft. */
function EditMessageComposer({
  thread,
  message,
  onCorrected,
  input,
}: WritingProps & { message: MessageOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const wide = useWide();
  const [names] = useState<Names>(() => new Map());
  // As it is sent: whom it names stays named whatever stands beside the name.
  const [said, write] = useState(message.body);
  const text = displayText(said, names);
  const type = (shown: string) => write(reconcileMentions(said, shown, names));
  const reword = useRewording(thread.id, onCorrected);
  const voice = { key: "", ...authorView(message.author, say) };
  const body = said.trim();
  const field = useComposerInput({ thread, input, text, onText: type, names, body: said, onBody: write });
  const concerns = personalDataWarnings(reword.error);
  const again = () => {
    reword.reset();
    // After the dialog has given the focus back.
    setTimeout(() => input.current?.focus());
  };
  const composer = (
    <Composer
      wide={wide}
      inputRef={input}
      {...field}
      text={text}
      onText={type}
      onSend={() => reword.mutate({ message, body })}
      voices={[]}
      voice={voice}
      onVoice={() => undefined}
      toAll={
        thread.public && message.number >= thread.public.first ? publicVisibility(thread.public.open) : null
      }
      correcting={{ onCancel: onCorrected }}
      busy={reword.isPending}
      note={fieldErrorAt(reword.error, "/body")}
    />
  );
  return (
    <>
      {composer}
      {concerns && (
        <PersonalDataDialog
          concerns={concerns}
          texts={{ "/body": body }}
          anyway={t`Усе одно зберегти`}
          onReword={again}
          onConfirm={reword.confirm}
          onClose={again}
        />
      )}
    </>
  );
}

/** The version of words that were chosen is found by them. */
function quoteForApi({ reply_to, quote }: Drafted): OutgoingMessage["quote"] {
  if (!reply_to || !quote) return null;
  const { text, version } = quote;
  return text === null ? { message_id: reply_to, text, version } : { message_id: reply_to, text };
}

function NewMessageComposer(props: WritingProps) {
  const { thread, draft, attaching, recorder, speaker, answering, quoted, drafted, onAnswered, input } =
    props;
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const wide = useWide();
  const { outbox } = useOutbox(thread.id);
  const [early, setEarly] = useState<string | null>(null);
  const sayTyping = useSayTyping(`thread:${thread.id}`);
  const { voice } = speaker;
  const [names] = useState<Names>(() => new Map());
  const { said, keeper } = draft;
  const text = displayText(said.text, names);
  const spoken = { on_behalf: voice.onBehalf, mandate_id: voice.mandateId };
  const write = (body: string) => {
    keeper.type(body, { ...drafted, ...spoken });
    if (body.trim()) sayTyping();
  };
  const type = (shown: string) => write(reconcileMentions(said.text, shown, names));
  const confirmed = usePublicConsent(thread, text.trim() === "");
  const field = useComposerInput({
    thread,
    input,
    text,
    onText: type,
    names,
    body: said.text,
    onBody: write,
  });
  const list = useRef<HTMLUListElement>(null);
  // Who leads is not slowed down, and a pace that has changed is asked about anew.
  const pace = thread.allowed.includes("keep_floor") ? 0 : thread.slow_seconds;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change of the pace
  useEffect(() => void outbox?.clearRateLimit(thread.id), [outbox, thread.id, pace]);
  const send = () => {
    if (!outbox) {
      // There is nowhere to put it yet: what was written stays where it is until the browser's store is open.
      setEarly(said.text);
      return;
    }
    if (recorder.recording.state !== "none") {
      toast(t`Спершу додайте запис голосу до повідомлення або відкиньте його.`);
      return;
    }
    const attachments = attaching.ready();
    if (!attachments) {
      // What lacks words, or is to be removed, says so first.
      setTimeout(() => list.current?.querySelector<HTMLElement>(OBSTACLE)?.focus());
      return;
    }
    // As it is now: pressed twice before the field was drawn empty, it is sent once.
    const body = keeper.current().said.text.trim();
    if (!body) return;
    const letter = {
      client_id: crypto.randomUUID(),
      thread_id: thread.id,
      group_id: thread.group.id,
      body,
      reply_to: drafted.reply_to,
      ...spoken,
      quote: quoteForApi(drafted),
      attachments,
      ...(confirmed && { confirmed }),
    };
    // The field is free at once: what is typed while the browser writes this down is of the next message.
    type("");
    attaching.clear();
    onAnswered();
    outbox.enqueue(letter).catch(() => {
      attaching.restore(attachments);
      keeper.bring({ text: body, ...drafted, ...spoken });
      toast(t`Браузер не зміг зберегти повідомлення. Текст знову там, де ви його писали.`, {
        kind: "failed",
      });
    });
  };
  const sendEarly = useEffectEvent(() => {
    setEarly(null);
    // Who went on writing meanwhile has not finished, and sends it again.
    if (keeper.current().said.text === early) send();
  });
  useEffect(() => {
    if (early !== null && outbox) sendEarly();
  }, [early, outbox]);
  return (
    <Composer
      wide={wide}
      toSome={thread.visibility !== "group"}
      toAll={publicVisibility(thread.public?.open)}
      inputRef={input}
      {...field}
      text={text}
      onText={type}
      onSend={send}
      voices={speaker.voices}
      voice={voice}
      onVoice={speaker.choose}
      attached={
        <>
          <DraftConflict draft={draft} input={input} />
          <AttachingList attaching={attaching} wordless={!text.trim()} list={list} />
          <Recorder desk={recorder} attaching={attaching} input={input} />
        </>
      }
      attach={
        <>
          <AttachButton attaching={attaching} />
          <RecordButton desk={recorder} attaching={attaching} />
        </>
      }
      replyTo={
        answering && {
          name: say(answering.author.person.name),
          quote: quoted?.text,
          onCancel: onAnswered,
        }
      }
      note={draft.saved && t`Чернетку збережено`}
    />
  );
}
