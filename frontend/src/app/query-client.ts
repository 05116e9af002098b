import { type DefaultOptions, QueryClient } from "@tanstack/react-query";

/**
 * Make the cache of the server's data. A change is tried at once, also without a connection: it fails then in sight
 * of who asked for it, and is not carried out later behind their back. What waits for a connection is in the outbox.
 */
export function createQueryClient(queries: DefaultOptions["queries"]): QueryClient {
  return new QueryClient({ defaultOptions: { queries, mutations: { networkMode: "always" } } });
}
