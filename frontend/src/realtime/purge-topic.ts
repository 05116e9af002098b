import type { QueryClient } from "@tanstack/react-query";
import { emitAccessLost } from "@/lib/access-events";
import { keyHasId } from "@/queries/keys";
import { staleAfter } from "@/queries/resources";

/** Drops every copy of what a topic is about, and all where its words may stand besides. */
export function purgeTopic(client: QueryClient, topic: string): void {
  const [, id = ""] = topic.split(":");
  client.removeQueries({ predicate: ({ queryKey }) => keyHasId(queryKey, id) });
  for (const queryKey of staleAfter("revoked")) void client.resetQueries({ queryKey });
  // Whoever does not see it any more is not told that something goes on there.
  for (const queryKey of staleAfter("leading")) void client.invalidateQueries({ queryKey });
  emitAccessLost(id);
}
