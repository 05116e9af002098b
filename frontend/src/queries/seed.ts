import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Gives a part that came with another answer to whoever asks for it next. What is here already is newer; and of what
 * changed on the way, the part may know nothing. The room that was made for it is gone where the reader signed out or
 * lost access meanwhile: then it is given to nobody.
 */
export function seed(client: QueryClient, queryKey: QueryKey, part: unknown): void {
  const room = client.getQueryState(queryKey);
  const isWanted =
    room?.data === undefined && room?.isInvalidated === false && room.fetchStatus !== "fetching";
  if (part && isWanted) client.setQueryData(queryKey, part);
}

/** Makes room for a part that is on its way: news of it, or that it may not be kept, leaves a mark there. */
export function makeRoom(client: QueryClient, queryKey: QueryKey): void {
  client.getQueryCache().build(client, client.defaultQueryOptions({ queryKey }));
}
