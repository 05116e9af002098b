import { useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { Attached, OutgoingMessage } from "@/outbox/items";
import { type Draft, useOutbox } from "@/outbox/outbox-provider";
import { toast } from "@/ui/toast";
import { OBSTACLE } from "./attaching-list";
import type { Drafted, WritingProps } from "./composer-area";
import { usePublicConsent } from "./publishing/use-public-consent";

type Outbox = NonNullable<ReturnType<typeof useOutbox>["outbox"]>;

/**
 * Return what sends the message that is being written, with its files, or leads to what keeps it from that: an
 * unfinished recording, or what is missing in the `list` of files. `clear` frees the field.
 */
export function useSendMessage(
  props: WritingProps,
  list: RefObject<HTMLElement | null>,
  clear: () => void,
): () => void {
  const { t } = useLingui();
  const { draft, attaching, recorder } = props;
  const enqueue = useEnqueue(props, clear);
  return useOnceOpen(props, (outbox) => {
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
    const body = draft.keeper.current().said.text.trim();
    if (body) enqueue(outbox, body, attachments);
  });
}

function useEnqueue(props: WritingProps, clear: () => void) {
  const { t } = useLingui();
  const { thread, draft, attaching, drafted, onAnswered } = props;
  const { voice } = props.speaker;
  const spoken = { on_behalf: voice.onBehalf, mandate_id: voice.mandateId };
  const confirmed = usePublicConsent(thread, draft.said.text.trim() === "");
  return (outbox: Outbox, body: string, attachments: Attached[]) => {
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
    clear();
    attaching.clear();
    onAnswered();
    outbox.enqueue(letter).catch(() => {
      attaching.restore(attachments);
      draft.keeper.bring({ text: body, ...drafted, ...spoken });
      toast(t`Браузер не зміг зберегти повідомлення. Текст знову там, де ви його писали.`, {
        kind: "failed",
      });
    });
  };
}

/** Send as soon as the browser's store is open: until then what was written stays where it is. */
function useOnceOpen(
  { thread, draft }: { thread: WritingProps["thread"]; draft: Draft },
  send: (outbox: Outbox) => void,
) {
  const { outbox } = useOutbox(thread.id);
  const [early, setEarly] = useState<string | null>(null);
  const sendEarly = useEffectEvent((open: Outbox) => {
    setEarly(null);
    // Who went on writing meanwhile has not finished, and sends it again.
    if (draft.keeper.current().said.text === early) send(open);
  });
  useEffect(() => {
    if (early !== null && outbox) sendEarly(outbox);
  }, [early, outbox]);
  return () => (outbox ? send(outbox) : setEarly(draft.said.text));
}

/** The version of words that were chosen is found by them. */
function quoteForApi({ reply_to, quote }: Drafted): OutgoingMessage["quote"] {
  if (!reply_to || !quote) return null;
  const { text, version } = quote;
  return text === null ? { message_id: reply_to, text, version } : { message_id: reply_to, text };
}
