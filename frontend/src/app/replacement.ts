import type { QueryClient } from "@tanstack/react-query";
import type { AnyRouter } from "@tanstack/react-router";

/**
 * Load the page and its data before it replaces the one that the server filled in: what somebody reads there stays
 * until then. A request that waits for a connection is waited for, too, and a refused one is shown by the page.
 */
export async function loadReplacement(router: AnyRouter, client: QueryClient): Promise<void> {
  await router.load();
  const fetching = client.getQueryCache().findAll({ fetchStatus: "fetching" });
  await Promise.allSettled(fetching.map(({ promise }) => promise));
}
