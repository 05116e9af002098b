import type { MessageOut, MustReadOut, SupportOut } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { type Quoting, withChange, withNext, withOwnAnswer, withQuotes, withSource } from "@/queries/threads";
import type { Frame } from "@/realtime/frames";
import { type Book, carried } from "./reducer";

/** The messages that are shown. */
export function messagesBook(threadId: string): Book<MessageWindow> {
  return { key: keys.messages(threadId), turn: turnMessages };
}

function turnMessages(window: MessageWindow, frame: Frame): MessageWindow {
  const message = carried<MessageOut>(frame, "message");
  if (message) {
    const before = window.items.find((one) => one.id === message.id);
    const turned = withSource(withNext(window, withOwnAnswer(before, message)), message);
    return withQuotes(turned, carried<Quoting>(frame, "quoting") ?? []);
  }
  const anew = carried<MessageOut[]>(frame, "messages");
  if (anew) {
    const byId = new Map(anew.map((one) => [one.id, one]));
    return {
      ...window,
      items: window.items.map((one) => withOwnAnswer(one, byId.get(one.id) ?? one)),
    };
  }
  const messageId = carried<string>(frame, "message_id");
  const supporters = carried<SupportOut["supporters"]>(frame, "supporters");
  const reactions = carried<MessageOut["reactions"]>(frame, "reactions");
  if (reactions) return withChange(window, messageId, (one) => ({ ...one, reactions }));
  if (supporters) return withChange(window, messageId, (one) => ({ ...one, supporters }));
  // Nobody is asked any more where it is null.
  if (!frame.data || !("must_read" in frame.data)) return window;
  const must_read = carried<MustReadOut>(frame, "must_read") ?? null;
  return withChange(window, messageId, (one) => withOwnAnswer(one, { ...one, must_read }));
}
