import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef, useState } from "react";
import type { ActionOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { UnsavedChangesGuard } from "@/kit/unsaved-changes-guard";
import { htmlToText, LONGEST_QUOTE, truncate } from "@/lib/html-to-text";
import { displayText } from "@/lib/mentions";
import { useStableCallbacks } from "@/lib/use-stable-callbacks";
import type { Speaker } from "@/modules/mandates/use-voices";
import { useDraft, useOutbox } from "@/outbox/outbox-provider";
import type { OutgoingMessage, OutgoingReaction, Reaction } from "@/outbox/store";
import { messagesQuery } from "@/queries/threads";
import { FileDropZone } from "./bring/file-drop-zone";
import { ComposerArea } from "./composer-area";
import { type MessageActions, ThreadDeskContext } from "./message-actions";
import type { Moderating } from "./moderation-dialog";
import {
  AnswersDialog,
  CreateActionDialog,
  EditHistoryDialog,
  ModerationDialog,
  MustReadDialog,
  ReactedDialog,
  SplitThreadDialog,
  TakeBackDialog,
} from "./on-demand";
import { PersonalDataReview } from "./personal-data-review";
import { useRecording } from "./recording/use-recording";
import { useAttachments } from "./use-attachments";
import { useMarkUnread } from "./use-put-back";
import { reactedTo } from "./use-reactions";
import { ReadersContext, useReaders } from "./use-readers";
import { useReading } from "./use-reading";
import { useDraftVoice, useReply } from "./use-reply";
import { useRestoreToComposer } from "./use-restore-to-composer";
import { useTextSelection } from "./use-text-selection";

interface DeskProps {
  thread: ThreadOut;
  actions: ActionOut[];
  speaker: Speaker;
  children: ReactNode;
}

const mayChangeOwn = ({ allowed, state }: ThreadOut) =>
  allowed.includes(state === "draft" ? "edit" : "support");

/** The conversation, the place where one writes, and what can be done with each message. */
export function ThreadWorkspace({ thread, actions, speaker: heard, children }: DeskProps) {
  const { t } = useLingui();
  const draft = useDraft(thread);
  const speaker = useDraftVoice(heard, draft);
  const { answering, quoted, drafted, answer } = useReply(thread.id, draft);
  const chosen = useTextSelection();
  const [making, setMaking] = useState<MessageOut | null>(null);
  const [parting, setParting] = useState<MessageOut | null>(null);
  const [correcting, setCorrecting] = useState<MessageOut | null>(null);
  const [taking, setTaking] = useState<MessageOut | null>(null);
  const [past, setPast] = useState<MessageOut | null>(null);
  const [asking, setAsking] = useState<MessageOut | null>(null);
  const [reacted, setReacted] = useState<MessageOut | null>(null);
  const [answers, setAnswers] = useState<MessageOut | null>(null);
  const [weighed, setWeighed] = useState<string | null>(null);
  const [moderated, setModerated] = useState<Moderating | null>(null);
  const { letters, acts, outbox } = useOutbox(thread.id);
  const input = useRef<HTMLElement | null>(null);
  const { watch, stop } = useReading(thread);
  const putBack = useMarkUnread(thread, stop);
  const readers = useReaders(thread);

  /** A message as it is now: somebody may have been faster. */
  const { data: window } = useQuery(messagesQuery(thread.id));
  const current = (message: MessageOut | null) =>
    message && (window?.items.find((one) => one.id === message.id) ?? message);
  const takingNow = current(taking);
  const askingNow = current(asking);
  const answersNow = current(answers);
  // After the menu has given the focus back.
  const focus = () => setTimeout(() => input.current?.focus());
  const attaching = useAttachments(thread);
  const { rewrites, goBack } = useRestoreToComposer(thread, draft, attaching);
  const recorder = useRecording();
  const speech = recorder.recording.state === "none" ? [] : [t`запис голосу`];
  const lost = [...speech, ...attaching.fleeting];
  const names = lost.join(", ");
  const personId = speaker.me?.id ?? "";
  /** Kept in the browser until the server has it; by the same key, once. */
  const press = ({ id, version }: MessageOut, does: OutgoingReaction["does"], on: boolean, key: string) =>
    void outbox?.act({ client_id: key, thread_id: thread.id, message_id: id, does, on, version });
  const does = useStableCallbacks({
    answer: (message: MessageOut) => {
      setCorrecting(null);
      answer(message);
      focus();
    },
    quote: (message: MessageOut, words?: string) => {
      setCorrecting(null);
      answer(
        message,
        words
          ? { text: truncate(words, LONGEST_QUOTE), chosen: true, version: message.version }
          : { text: htmlToText(message.html), chosen: false, version: message.version },
      );
      focus();
    },
    correct: (message: MessageOut) => {
      setCorrecting(message);
      focus();
    },
    report: (message: MessageOut) => setModerated({ message, by: "report" }),
    hide: (message: MessageOut) => setModerated({ message, by: "hide" }),
    showHidden: (message: MessageOut) => setModerated({ message, by: "look" }),
    rewrite: (letter: OutgoingMessage) => {
      if (!goBack(letter)) return;
      setCorrecting(null);
      focus();
    },
    reviewWarnings: ({ client_id }: OutgoingMessage) => setWeighed(client_id),
    readLater: (message: MessageOut) => putBack.mutate(message.number),
    react: (message: MessageOut, reaction: Reaction, on: boolean) =>
      press(message, reaction, on, crypto.randomUUID()),
    acknowledge: (message: MessageOut) => press(message, "acknowledge", true, `acknowledge ${message.id}`),
  });
  const { allowed } = thread;
  const changesOwn = mayChangeOwn(thread);
  const publicFrom = thread.public?.first ?? Number.POSITIVE_INFINITY;
  const ready = outbox !== null;
  // Whoever writes draws this anew with each letter: hundreds of messages are not drawn with it.
  const desk = useMemo<MessageActions>(
    () => ({
      ...does,
      personId,
      chosen,
      rewrites,
      can: (action) => allowed.includes(action),
      changesOwn,
      actionsFromMessage: (id) => actions.filter((action) => action.source?.message_id === id),
      watch,
      takeBack: setTaking,
      isPublic: ({ number }) => number >= publicFrom,
      showEarlier: setPast,
      reactedTo: (message, reaction) => reactedTo(message, reaction, personId, acts),
      showReacted: setReacted,
      makeAction: setMaking,
      part: setParting,
      makeMustRead: setAsking,
      ready,
      showAnswers: setAnswers,
      isSending: (id, does) => acts.some((one) => one.message_id === id && one.does === does),
    }),
    [does, chosen, rewrites, personId, allowed, changesOwn, publicFrom, actions, watch, acts, ready],
  );
  return (
    <ThreadDeskContext value={desk}>
      <ReadersContext value={readers}>{children}</ReadersContext>
      <UnsavedChangesGuard
        when={lost.length > 0}
        title={t`Вийти без файлів?`}
        lead={
          attaching.lasting ? (
            <Trans>Буде втрачено: {names}. Текст та інші файли чекатимуть тут.</Trans>
          ) : (
            <Trans>Буде втрачено: {names}. Текст чекатиме тут як чернетка.</Trans>
          )
        }
        leave={t`Вийти без них`}
      />
      <FileDropZone attaching={attaching} correcting={correcting !== null} input={input} />
      <ComposerArea
        thread={thread}
        draft={draft}
        attaching={attaching}
        recorder={recorder}
        speaker={speaker}
        answering={answering}
        quoted={quoted}
        drafted={drafted}
        onAnswered={() => answer(null)}
        correcting={current(correcting)}
        onCorrected={() => {
          setCorrecting(null);
          focus();
        }}
        input={input}
      />
      <PersonalDataReview
        letters={letters}
        opened={weighed}
        onOpen={setWeighed}
        outbox={outbox}
        onReword={desk.rewrite}
      />
      {takingNow && <TakeBackDialog message={takingNow} onClose={() => setTaking(null)} />}
      {past && <EditHistoryDialog message={past} onClose={() => setPast(null)} />}
      {askingNow && <MustReadDialog message={askingNow} onClose={() => setAsking(null)} />}
      {reacted && <ReactedDialog message={reacted} onClose={() => setReacted(null)} />}
      {moderated && <ModerationDialog {...moderated} onClose={() => setModerated(null)} />}
      {answersNow && <AnswersDialog message={answersNow} onClose={() => setAnswers(null)} />}
      {parting && <SplitThreadDialog thread={thread} message={parting} onClose={() => setParting(null)} />}
      {making && (
        <CreateActionDialog
          origin={{
            groupId: thread.group.id,
            message: { id: making.id, threadId: thread.id, excerpt: `«${displayText(making.body)}»` },
            restricted: thread.visibility === "restricted",
          }}
          onClose={() => setMaking(null)}
        />
      )}
    </ThreadDeskContext>
  );
}
