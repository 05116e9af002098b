import type { RegisteredRouter } from "@tanstack/react-router";
import { isOnline } from "./online";

/** Load the code of the page at an address that may be opened next; never its data, which is recorded as read. */
export function preloadPage(router: RegisteredRouter, href: string): void {
  if (!isOnline()) return;
  const [path = ""] = href.split(/[?#]/, 1);
  const [routes] = router.getMatchedRoutes(path);
  for (const route of routes) void router.loadRouteChunk(route);
}
