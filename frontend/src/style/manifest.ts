import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { rootRoute } from "@/kit/routes";

/** The look on one page: for those who build, so it is not part of what is delivered. */
export function workshop() {
  if (!import.meta.env.DEV && !import.meta.env.VITE_WORKSHOP) return [];
  return [
    createRoute({
      getParentRoute: () => rootRoute,
      path: "/style",
      component: lazyPage("shell", () => import("./style-page"), "StylePage"),
    }),
  ];
}
