import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import type { ActionOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { UnsavedChangesGuard } from "@/kit/unsaved-changes-guard";
import { htmlToText, LONGEST_QUOTE, truncate } from "@/lib/html-to-text";
import type { Speaker } from "@/modules/mandates/use-voices";
import { useDraft, useOutbox } from "@/outbox/outbox-provider";
import { messagesQuery } from "@/queries/threads";
import { FileDropZone } from "./bring/file-drop-zone";
import { ComposerArea } from "./composer-area";
import { type ComposerActions, MessageActionsContext } from "./message-actions";
import { PersonalDataReview } from "./personal-data-review";
import { type RecordingDesk, useRecording } from "./recording/use-recording";
import { type Attaching, useAttachments } from "./use-attachments";
import { useMessageDesk } from "./use-message-desk";
import { ReadersContext, useReaders } from "./use-readers";
import { useDraftVoice, useReply } from "./use-reply";
import { useRestoreToComposer } from "./use-restore-to-composer";

interface ThreadWorkspaceProps {
  thread: ThreadOut;
  actions: ActionOut[];
  speaker: Speaker;
  children: ReactNode;
}

/** The conversation, the place where one writes, and what can be done with each message. */
export function ThreadWorkspace({ thread, actions, speaker: heard, children }: ThreadWorkspaceProps) {
  const draft = useDraft(thread);
  const speaker = useDraftVoice(heard, draft);
  const { answer, ...reply } = useReply(thread.id, draft);
  const attaching = useAttachments(thread);
  const recorder = useRecording();
  const { letters, outbox } = useOutbox(thread.id);
  const { rewrites, goBack } = useRestoreToComposer(thread, draft, attaching);
  const [reviewed, setReviewed] = useState<string | null>(null);
  const input = useRef<HTMLElement | null>(null);
  const { corrected, write, ...writing } = useWriting(thread.id, input, answer);
  const composer: ComposerActions = {
    ...writing,
    correct: write,
    rewrite: (letter) => {
      if (goBack(letter)) write(null);
    },
    reviewWarnings: ({ client_id }) => setReviewed(client_id),
  };
  const personId = speaker.me?.id ?? "";
  const desk = useMessageDesk({ thread, actions, personId, rewrites, composer });
  return (
    <MessageActionsContext value={desk}>
      <ReadersContext value={useReaders(thread)}>{children}</ReadersContext>
      <UnsentGuard attaching={attaching} recorder={recorder} />
      <FileDropZone attaching={attaching} correcting={corrected !== null} input={input} />
      <ComposerArea
        {...{ thread, draft, attaching, recorder, speaker, input }}
        {...reply}
        onAnswered={() => answer(null)}
        correcting={corrected}
        onCorrected={() => write(null)}
      />
      <PersonalDataReview
        letters={letters}
        opened={reviewed}
        onOpen={setReviewed}
        outbox={outbox}
        onReword={desk.rewrite}
      />
    </MessageActionsContext>
  );
}

/** How one begins to write: a message of its own, an answer with or without words of another, a correction. */
function useWriting(
  threadId: string,
  input: RefObject<HTMLElement | null>,
  answer: ReturnType<typeof useReply>["answer"],
) {
  const [corrected, setCorrected] = useCurrentMessage(threadId);
  /** After the menu has given the focus back. */
  const write = (correcting: MessageOut | null) => {
    setCorrected(correcting);
    setTimeout(() => input.current?.focus());
  };
  return {
    corrected,
    write,
    answer: (message: MessageOut) => {
      answer(message);
      write(null);
    },
    quote: (message: MessageOut, words?: string) => {
      const text = words ? truncate(words, LONGEST_QUOTE) : htmlToText(message.html);
      answer(message, { text, chosen: Boolean(words), version: message.version });
      write(null);
    },
  };
}

/** A message that was chosen, as it is now: somebody may have changed it since. */
function useCurrentMessage(threadId: string) {
  const [chosen, choose] = useState<MessageOut | null>(null);
  const { data: window } = useQuery(messagesQuery(threadId));
  const current = chosen && (window?.items.find(({ id }) => id === chosen.id) ?? chosen);
  return [current, choose] as const;
}

/** Asks before files and speech that are kept nowhere yet are lost with the page. */
function UnsentGuard({ attaching, recorder }: { attaching: Attaching; recorder: RecordingDesk }) {
  const { t } = useLingui();
  const speech = recorder.recording.state === "none" ? [] : [t`запис голосу`];
  const lost = [...speech, ...attaching.fleeting];
  const names = lost.join(", ");
  return (
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
  );
}
