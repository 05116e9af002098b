import type { QueryClient } from "@tanstack/react-query";
import type { MessageOut } from "@/api/generated/types.gen";
import { keys } from "./keys";
import type { MessageWindow } from "./message-pages";
import { updateMessage } from "./threads";

/** What one person did to a message with one press. */
interface Done {
  thread_id: string;
  message_id: string;
  does: "acknowledge" | "support" | keyof MessageOut["reactions"];
  on: boolean;
}

/**
 * Shows what one did before the event says so. What others did is told by events alone: an answer may be older
 * than the last of them.
 */
export function applyOwnReaction(client: QueryClient, done: Done, personId: string): void {
  client.setQueryData<MessageWindow>(
    keys.messages(done.thread_id),
    (window) => window && updateMessage(window, done.message_id, (one) => withDone(one, done, personId)),
  );
  const queryKey =
    done.does === "acknowledge"
      ? keys.allAcknowledgements(done.thread_id)
      : keys.allReactions(done.thread_id);
  void client.invalidateQueries({ queryKey });
}

function withDone(message: MessageOut, { does, on }: Done, personId: string): MessageOut {
  const among = (people: string[]) => {
    if (on && people.includes(personId)) return people;
    const others = people.filter((id) => id !== personId);
    return on ? [...others, personId] : others;
  };
  if (does === "support") return { ...message, supporters: among(message.supporters) };
  if (does !== "acknowledge") {
    return { ...message, reactions: { ...message.reactions, [does]: among(message.reactions[does]) } };
  }
  const { must_read } = message;
  if (!must_read) return message;
  return { ...message, must_read: { ...must_read, acknowledged: on } };
}
