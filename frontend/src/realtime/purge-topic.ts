import type { QueryClient } from "@tanstack/react-query";
import { emitAccessLost } from "@/lib/access-events";
import { carries, keys, LEADING } from "@/queries/keys";

/** What tells of many things at once: words of any of them may stand there. */
const OF_MANY = [keys.found, keys.linkCards, keys.moderation, keys.catchUps];

/** Drops every copy of what a topic is about, and all where its words may stand besides. */
export function purgeTopic(client: QueryClient, topic: string): void {
  const [, id = ""] = topic.split(":");
  client.removeQueries({ predicate: ({ queryKey }) => carries(queryKey, id) });
  for (const queryKey of OF_MANY) void client.resetQueries({ queryKey });
  // Whoever does not see it any more is not told that something goes on there.
  for (const queryKey of LEADING) void client.invalidateQueries({ queryKey });
  emitAccessLost(id);
}
