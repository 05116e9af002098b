import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { signedInRoute } from "@/kit/routes";
import { isInternalPath } from "@/lib/is-internal-path";

/** Where a person sets up the second factor that their role needs, before anything else opens. */
const pages = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/second-factor",
    validateSearch: (search: Record<string, unknown>): { next?: string } =>
      isInternalPath(search.next) ? { next: search.next } : {},
    component: lazyPage("second-factor", () => import("./second-factor-page"), "SecondFactorPage"),
  }),
];

export const manifest = feature({
  signedInPages: pages,
});
