import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";
import type { AccessOverviewQuery } from "@/queries/keys";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/$groupId/access",
    component: lazyPage("access", () => import("./access-page"), "GroupAccessPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/threads/$threadId/access",
    component: lazyPage("access", () => import("./access-page"), "ThreadAccessPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/actions/$actionId/access",
    component: lazyPage("access", () => import("./access-page"), "ActionAccessPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/dossiers/$dossierId/access",
    component: lazyPage("access", () => import("./access-page"), "DossierAccessPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/people/$personId/sight",
    validateSearch: (search: Record<string, unknown>): Partial<AccessOverviewQuery> => ({
      ...((search.kind === "thread" || search.kind === "action" || search.kind === "dossier") && {
        kind: search.kind,
      }),
      ...(search.when === "before" && { when: "before" }),
      ...(typeof search.only === "string" && { only: search.only }),
    }),
    component: lazyPage("access", () => import("./access-overview-page"), "SightPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/$groupId/sight",
    validateSearch: (search: Record<string, unknown>): { when?: "before" } =>
      search.when === "before" ? { when: "before" } : {},
    component: lazyPage("access", () => import("./group-access-page"), "GroupSightPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
