import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { Composer } from "@/modules/threads/composer";
import { publicVisibility } from "@/modules/threads/public-notice";
import { useOutbox } from "@/outbox/outbox-provider";
import { useSayTyping } from "@/realtime/realtime-provider";
import { AttachButton } from "./attach-button";
import { AttachingList } from "./attaching-list";
import type { WritingProps } from "./composer-area";
import { DraftConflict } from "./draft-conflict";
import { useComposerInput } from "./format/use-composer-input";
import { RecordButton, Recorder } from "./recording/recorder";
import { useReadableText } from "./use-readable-text";
import { useSendMessage } from "./use-send-message";

export function NewMessageComposer(props: WritingProps) {
  const { thread, draft, attaching, recorder, speaker, input, onAnswered } = props;
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const wide = useWide();
  const { text, onText, ...readable } = useDraftText(props);
  const field = useComposerInput({ thread, input, text, onText, ...readable });
  const list = useRef<HTMLUListElement>(null);
  useCurrentPace(props);
  const send = useSendMessage(props, list, () => onText(""));
  const replyTo = props.answering && {
    name: say(props.answering.author.person.name),
    quote: props.quoted?.text,
    onCancel: onAnswered,
  };
  return (
    <Composer
      wide={wide}
      toSome={thread.visibility !== "group"}
      toAll={publicVisibility(thread.public?.open)}
      inputRef={input}
      {...field}
      text={text}
      onText={onText}
      onSend={send}
      voices={speaker.voices}
      voice={speaker.voice}
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
      replyTo={replyTo}
      note={draft.saved && t`Чернетку збережено`}
    />
  );
}

/** The text of the draft, which keeps what is typed; the others see that somebody writes. */
function useDraftText({ thread, draft: { said, keeper }, speaker: { voice }, drafted }: WritingProps) {
  const sayTyping = useSayTyping(`thread:${thread.id}`);
  return useReadableText(said.text, (body) => {
    keeper.type(body, { ...drafted, on_behalf: voice.onBehalf, mandate_id: voice.mandateId });
    if (body.trim()) sayTyping();
  });
}

/** Who leads is not slowed down, and a pace that has changed is asked about anew. */
function useCurrentPace({ thread }: WritingProps) {
  const { outbox } = useOutbox(thread.id);
  const pace = thread.allowed.includes("keep_floor") ? 0 : thread.slow_seconds;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change of the pace
  useEffect(() => void outbox?.clearRateLimit(thread.id), [outbox, thread.id, pace]);
}
