import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowDown, IconClock } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { memo, useMemo } from "react";
import type { CatchUpOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { useResemblance } from "@/kit/personal-data/use-resemblance";
import { htmlToText } from "@/lib/html-to-text";
import { useLocale } from "@/lib/locale";
import { displayText } from "@/lib/mentions";
import { useOnline } from "@/lib/online";
import { useWide } from "@/lib/use-wide";
import type { Speaker } from "@/modules/mandates/use-voices";
import { MessageGroup, MessageView, QueuedLine, TextButton } from "@/modules/threads/message-view";
import type { OutgoingMessage } from "@/outbox/items";
import { isRateLimited } from "@/outbox/next-item";
import { useOutbox, useSendingObstacle } from "@/outbox/outbox-provider";
import type { MessageWindow } from "@/queries/message-pages";
import { jumpTo } from "@/queries/threads";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Answers } from "./answers";
import { Day, UnreadDivider } from "./dividers";
import { groupMessages, type MessageGroupBlock } from "./group-messages";
import { LinkedThings } from "./link-cards";
import { LoadMore } from "./load-more";
import { useMessageActions } from "./message-actions";
import { MessageItem } from "./message-item";
import { MergeDivider, SeamEnd, useSeamEnds } from "./moving/merged-banner";
import { ScrollAnchor } from "./scroll-anchor";
import classes from "./thread.module.css";
import { useMissed } from "./use-catch-up";
import { useNextUnread } from "./use-next-gap";
import { useRovingMessages } from "./use-roving-messages";
import { useScrollPosition } from "./use-scroll-position";
import { type UnreadLine, useUnreadLine } from "./use-unread-line";

interface ConversationProps {
  thread: ThreadOut;
  window: MessageWindow;
  /** A message that was asked for by its number. */
  wanted: number | undefined;
  speaker: Speaker;
}

/** What was said, with the honey line where the reader left off. */
export function Conversation({ thread, window, wanted, speaker }: ConversationProps) {
  const line = useUnreadLine(thread);
  const { letters, outbox } = useOutbox(thread.id);
  const waiting = useUnsent(letters, window);
  const paced = waiting.find((one) => isRateLimited(one, Date.now()));
  const first = window.items[0]?.number ?? 0;
  const last = window.items.at(-1)?.number ?? 0;
  const reach = useReach(thread, window);
  const told = useMissed(thread.id, line, window.items);
  const { body, content, below, toNew } = useScrollPosition({
    messages: window.items,
    line,
    wanted,
    letters: waiting.length,
    reach,
  });
  useNextUnread(thread, body);
  useRovingMessages(body, wanted);
  return (
    <div ref={body} className={classes.body}>
      {window.previous_cursor && (
        <LoadMore threadId={thread.id} side="before" cursor={window.previous_cursor} number={first} />
      )}
      <LinkedThings messages={window.items}>
        <ScrollAnchor body={body} first={first} told={told !== undefined}>
          <div ref={content}>
            <InTime messages={window.items} thread={thread} line={line} told={told} />
          </div>
        </ScrollAnchor>
      </LinkedThings>
      {window.next_cursor && (
        <LoadMore threadId={thread.id} side="after" cursor={window.next_cursor} number={last} />
      )}
      {waiting.map((letter) => (
        <LetterView
          key={letter.client_id}
          letter={letter}
          behind={paced !== undefined && paced !== letter}
          quoted={quotedBy(letter, window)}
          speaker={speaker}
          onCancel={() => void outbox?.cancel(letter.client_id)}
          onRetry={() => void outbox?.retry(letter.client_id)}
        />
      ))}
      {(below > 0 || reach) && <Below count={below} onClick={toNew} />}
    </div>
  );
}

/** How the last messages are shown, where what is loaded ends before them. */
function useReach({ id, message_count }: ThreadOut, window: MessageWindow) {
  const client = useQueryClient();
  const toEnd = async () => (await jumpTo(client, id, message_count)).next_cursor === null;
  return window.next_cursor === null ? null : toEnd;
}

/** The words that a letter repeats; a message that is repeated whole is looked up. */
function quotedBy({ quote }: OutgoingMessage, window: MessageWindow): string | null {
  if (!quote) return null;
  const source = window.items.find((one) => one.id === quote.message_id);
  return quote.text ?? (source ? htmlToText(source.html) : null);
}

/** A letter disappears when its message is there, whichever of the two is noticed first. */
function useUnsent(letters: OutgoingMessage[], window: MessageWindow): OutgoingMessage[] {
  const arrived = new Set(window.items.map((message) => message.client_id));
  return letters.filter((letter) => !arrived.has(letter.client_id));
}

interface InTimeProps {
  messages: MessageOut[];
  thread: ThreadOut;
  line: UnreadLine | null;
  told: CatchUpOut | undefined;
}

/** In the order in which it was said. */
function InTime({ messages, thread, line, told }: InTimeProps) {
  const { dates } = useLocale();
  const unreadFrom = line?.from ?? null;
  const seams = thread.taken_in;
  const ends = useSeamEnds(thread);
  const blocks = useMemo(
    () => groupMessages(messages, { dayOf: (at) => dates.day(at), unreadFrom, seams, ends }),
    [messages, dates, unreadFrom, seams, ends],
  );
  return blocks.map((block) => {
    if (block.kind === "day") return <Day key={block.key} day={block.day} />;
    if (block.kind === "stem") return <StemView key={block.key} block={block} />;
    if (block.kind === "seam")
      return <MergeDivider key={block.key} threadId={thread.id} first={block.first} />;
    if (block.kind === "seam-end") return <SeamEnd key={block.key} threadId={thread.id} at={block.at} />;
    return line && <UnreadDivider key={block.key} line={line} told={told} />;
  });
}

const StemView = memo(function StemView({ block }: { block: MessageGroupBlock }) {
  const replies = block.replies.map((reply) => <MessageItem key={reply.id} message={reply} reply />);
  return (
    <MessageGroup replies={replies.length > 0 && replies}>
      {block.answers !== undefined && <Answers message={block.root} parent={block.answers} />}
      <MessageItem message={block.root} />
    </MessageGroup>
  );
});

interface BelowProps {
  count: number;
  onClick: () => void;
}

function Below({ count, onClick }: BelowProps) {
  const { t } = useLingui();
  if (count === 0) {
    return (
      <div className={`${classes.below} ${classes.far}`}>
        <ToolButton label={t`До кінця розмови`} onClick={onClick}>
          <IconArrowDown size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      </div>
    );
  }
  const below = plural(count, {
    one: "# нове нижче",
    few: "# нові нижче",
    many: "# нових нижче",
    other: "# нового нижче",
  });
  return (
    <div className={classes.below}>
      <Button kind="quiet" onClick={onClick}>
        <IconArrowDown size={20} stroke={1.75} aria-hidden="true" />
        {below}
      </Button>
    </div>
  );
}

interface LetterViewProps {
  letter: OutgoingMessage;
  /** Another one waits for its time before it. */
  behind: boolean;
  quoted: string | null;
  speaker: Speaker;
  onCancel: () => void;
  onRetry: () => void;
}

/** For what it waits: a line, the server, or the moment from which the server takes it. */
function Awaited({ letter, behind }: { letter: OutgoingMessage; behind: boolean }) {
  const { dates } = useLocale();
  const online = useOnline();
  const obstacle = useSendingObstacle();
  const { retryAfter: waits } = letter;
  if (behind) return <Trans>Чекає на попереднє повідомлення</Trans>;
  if (!waits || Date.parse(waits.until) <= Date.now()) {
    if (obstacle === "server") return <Trans>Сервер не відповідає, пробуємо ще</Trans>;
    return online && obstacle === null ? <Trans>Надсилаємо…</Trans> : <Trans>Чекає зв’язку</Trans>;
  }
  const time = dates.time(waits.until);
  if (waits.by === "slow_mode") return <Trans>Повільний режим: надішлемо самі о {time}</Trans>;
  return <Trans>Ви пишете дуже швидко: надішлемо самі о {time}</Trans>;
}

/** What can be done with one that was refused. */
function Again({ letter, onRetry }: Pick<LetterViewProps, "letter" | "onRetry">) {
  const { rewrites, rewrite } = useMessageActions();
  return (
    <>
      {rewrites !== "elsewhere" && (
        <TextButton onClick={onRetry}>
          <Trans>Спробувати ще</Trans>
        </TextButton>
      )}
      {rewrites && (
        <TextButton onClick={() => rewrite(letter)}>
          {rewrites === "here" ? <Trans>Змінити</Trans> : <Trans>Змінити в іншій темі</Trans>}
        </TextButton>
      )}
    </>
  );
}

/** What waits to be sent: paler, with a clock, and a way to think better of it. */
function LetterView(props: LetterViewProps) {
  const { letter, quoted, speaker } = props;
  const { dates } = useLocale();
  const wide = useWide();
  return (
    <MessageView
      voice={speaker.voiceOf(letter)}
      size={wide ? 44 : 36}
      mine
      queued
      at={letter.written_at}
      time={dates.time(letter.written_at)}
      quote={quoted && <blockquote className={classes.quoted}>{quoted}</blockquote>}
      footer={
        <>
          {letter.attachments?.length ? (
            <p className="v-small v-t2">
              <Trans>Файли: {letter.attachments.map(({ file }) => file.name).join(", ")}</Trans>
            </p>
          ) : null}
          <LetterState {...props} />
        </>
      }
    >
      {displayText(letter.body)}
    </MessageView>
  );
}

/** What it waits for, or why it was refused, and what its writer can do. */
function LetterState({ letter, behind, onCancel, onRetry }: LetterViewProps) {
  const desk = useMessageActions();
  const asks = Boolean(letter.concerns?.length);
  const looksLike = useResemblance()(letter.concerns ?? []);
  return (
    <QueuedLine failed={letter.refusal !== null && !asks} icon={<Icon of={IconClock} size={16} />}>
      {letter.refusal === null ? (
        <Awaited letter={letter} behind={behind} />
      ) : asks ? (
        <>
          <Trans>Чекає на ваше рішення. {looksLike}.</Trans>
          <TextButton onClick={() => desk.reviewWarnings(letter)}>
            <Trans>Переглянути</Trans>
          </TextButton>
        </>
      ) : (
        <>
          <Trans>Не надіслано: {letter.refusal}</Trans>
          <Again letter={letter} onRetry={onRetry} />
        </>
      )}
      <TextButton onClick={onCancel}>
        <Trans>Скасувати</Trans>
      </TextButton>
    </QueuedLine>
  );
}
