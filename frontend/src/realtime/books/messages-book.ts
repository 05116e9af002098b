import type { MessageOut, SupportOut } from "@/api/generated/types.gen";
import { keys } from "@/data/keys";
import { type MessageWindow, withNext } from "@/data/threads";
import type { Frame } from "../frames";
import { type Book, carried } from "./book";

/** The messages that are shown. */
export function messagesBook(threadId: string): Book<MessageWindow> {
  return { key: keys.messages(threadId), turn: turnMessages };
}

function turnMessages(window: MessageWindow, frame: Frame): MessageWindow {
  const message = carried<MessageOut>(frame, "message");
  if (message) return withNext(window, message);
  const anew = carried<MessageOut[]>(frame, "messages");
  if (anew) {
    const byId = new Map(anew.map((one) => [one.id, one]));
    return { ...window, items: window.items.map((one) => byId.get(one.id) ?? one) };
  }
  const supporters = carried<SupportOut["supporters"]>(frame, "supporters");
  const messageId = carried<string>(frame, "message_id");
  if (!supporters || !messageId) return window;
  return {
    ...window,
    items: window.items.map((one) => (one.id === messageId ? { ...one, supporters } : one)),
  };
}
