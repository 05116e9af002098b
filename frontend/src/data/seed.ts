import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Gives a part that came with another answer to whoever asks for it next. What is here already is newer; and of what
 * changed on the way, which room was made for, the part may know nothing.
 */
export function seed(client: QueryClient, queryKey: QueryKey, part: unknown): void {
  const state = client.getQueryState(queryKey);
  const isOutdated = state?.data !== undefined || state?.isInvalidated || state?.fetchStatus === "fetching";
  if (part && !isOutdated) client.setQueryData(queryKey, part);
}

/** Has news of a state that is on its way leave a mark on it. */
export function makeRoom(client: QueryClient, queryKey: QueryKey): void {
  client.getQueryCache().build(client, client.defaultQueryOptions({ queryKey }));
}
