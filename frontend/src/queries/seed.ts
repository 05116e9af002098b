import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Cache a part that came with another response, so that its query needs no request. Data that is cached already is
 * newer and stays. A reserved query that was invalidated meanwhile is not filled, since the part may be outdated; nor
 * is one that a sign-out or a loss of access has removed.
 */
export function seed(client: QueryClient, queryKey: QueryKey, part: unknown): void {
  const reserved = client.getQueryState(queryKey);
  const isWanted =
    reserved?.data === undefined && reserved?.isInvalidated === false && reserved.fetchStatus !== "fetching";
  if (part && isWanted) client.setQueryData(queryKey, part);
}

/** Reserve the cache entry of a part before its request: an invalidation or a removal meanwhile is seen there. */
export function reserve(client: QueryClient, queryKey: QueryKey): void {
  client.getQueryCache().build(client, client.defaultQueryOptions({ queryKey }));
}
