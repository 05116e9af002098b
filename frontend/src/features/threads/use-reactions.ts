import { useQuery } from "@tanstack/react-query";
import type { MessageOut } from "@/api/generated/types.gen";
import type { OutgoingReaction, Reaction } from "@/outbox/items";
import { reactionsQuery } from "@/queries/threads";

export const REACTIONS = ["support", "thanks", "question", "important"] as const satisfies Reaction[];

/** Who says what to a message, with what this reader does and the server does not know yet. */
export function reactedTo(
  message: MessageOut,
  reaction: Reaction,
  personId: string,
  acts: OutgoingReaction[],
): string[] {
  const known = reaction === "support" ? message.supporters : message.reactions[reaction];
  const last = acts.findLast((one) => one.message_id === message.id && one.does === reaction);
  if (!last) return known;
  const others = known.filter((id) => id !== personId);
  return last.on ? [...others, personId] : others;
}

/** By name; asked for when somebody wants to know. */
export function useReacted(message: MessageOut) {
  return useQuery(reactionsQuery(message));
}
