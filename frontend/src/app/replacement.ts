import type { QueryClient } from "@tanstack/react-query";
import type { AnyRouter } from "@tanstack/react-router";

const OF_THE_FIRST_PAGE = 'link[rel="canonical"], meta[property^="og:"]';

/**
 * Load the page and its data before it replaces the one that the server filled in: what somebody reads there stays
 * until then. A request that waits for a connection is waited for, too, and a refused one is shown by the page.
 */
export async function loadReplacement(router: AnyRouter, client: QueryClient): Promise<void> {
  // On another page a browser's own Share button would pass the canonical address of this one on.
  router.subscribe("onBeforeLoad", ({ fromLocation, pathChanged }) => {
    if (!fromLocation || !pathChanged) return;
    for (const element of document.head.querySelectorAll(OF_THE_FIRST_PAGE)) element.remove();
  });
  await router.load();
  const fetching = client.getQueryCache().findAll({ fetchStatus: "fetching" });
  await Promise.allSettled(fetching.map(({ promise }) => promise));
}
