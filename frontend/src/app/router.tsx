import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

const root = createRootRoute();

const style = createRoute({
  getParentRoute: () => root,
  path: "/style",
  component: lazyRouteComponent(() => import("@/style/style-page"), "StylePage"),
});

export function makeRouter() {
  return createRouter({ routeTree: root.addChildren([style]) });
}
