import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import {
  appendMessage,
  keepOwnAcknowledgement,
  refreshQuotesOf,
  setQuotes,
  updateMessage,
} from "@/queries/threads";
import type { Frame } from "@/realtime/frames";
import { readPayload, type TopicReducer } from "./reducer";

/** The messages that are shown. */
export function messagesReducer(threadId: string): TopicReducer<MessageWindow> {
  return { key: keys.messages(threadId), apply: turnMessages };
}

function turnMessages(window: MessageWindow, frame: Frame): MessageWindow {
  const message = readPayload(frame, "message");
  if (message) {
    const before = window.items.find((one) => one.id === message.id);
    const turned = refreshQuotesOf(appendMessage(window, keepOwnAcknowledgement(before, message)), message);
    return setQuotes(turned, readPayload(frame, "quoting") ?? []);
  }
  const anew = readPayload(frame, "messages");
  if (anew) {
    const byId = new Map(anew.map((one) => [one.id, one]));
    return {
      ...window,
      items: window.items.map((one) => keepOwnAcknowledgement(one, byId.get(one.id) ?? one)),
    };
  }
  const messageId = readPayload(frame, "message_id");
  const supporters = readPayload(frame, "supporters");
  const reactions = readPayload(frame, "reactions");
  if (reactions) return updateMessage(window, messageId, (one) => ({ ...one, reactions }));
  if (supporters) return updateMessage(window, messageId, (one) => ({ ...one, supporters }));
  // Nobody is asked any more where it is null.
  if (!frame.data || !("must_read" in frame.data)) return window;
  const must_read = readPayload(frame, "must_read") ?? null;
  return updateMessage(window, messageId, (one) => keepOwnAcknowledgement(one, { ...one, must_read }));
}
