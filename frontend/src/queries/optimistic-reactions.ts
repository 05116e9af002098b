import type { QueryClient } from "@tanstack/react-query";
import type { MessageOut } from "@/api/generated/types.gen";
import { keys } from "./keys";
import type { MessageWindow } from "./message-pages";
import { updateMessage } from "./threads";

/** A reaction, support or acknowledgement that the reader has set or removed. */
interface OwnReaction {
  thread_id: string;
  message_id: string;
  does: "acknowledge" | "support" | keyof MessageOut["reactions"];
  on: boolean;
}

/**
 * Show the reader's own reaction before its event arrives. Reactions of others are left to events: the response of
 * the server may be older than the last of them.
 */
export function applyOwnReaction(client: QueryClient, reaction: OwnReaction, personId: string): void {
  client.setQueryData<MessageWindow>(
    keys.messages(reaction.thread_id),
    (window) =>
      window && updateMessage(window, reaction.message_id, (one) => withReaction(one, reaction, personId)),
  );
  const queryKey =
    reaction.does === "acknowledge"
      ? keys.allAcknowledgements(reaction.thread_id)
      : keys.allReactions(reaction.thread_id);
  void client.invalidateQueries({ queryKey });
}

function withReaction(message: MessageOut, { does, on }: OwnReaction, personId: string): MessageOut {
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
