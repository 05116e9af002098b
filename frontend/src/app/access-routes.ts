import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { SightAsked } from "@/data/keys";
import { myDataQuery } from "@/data/privacy";

/** Pages of who sees what and why, and of personal data, inside what a signed-in person has around every page. */
export function accessRoutes<Parent extends AnyRoute>(getParentRoute: () => Parent) {
  return [
    createRoute({
      getParentRoute,
      path: "/groups/$groupId/access",
      component: lazyRouteComponent(() => import("@/features/access/access-page"), "GroupAccessPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/threads/$threadId/access",
      component: lazyRouteComponent(() => import("@/features/access/access-page"), "ThreadAccessPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/actions/$actionId/access",
      component: lazyRouteComponent(() => import("@/features/access/access-page"), "ActionAccessPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/settings/my-data",
      loader: ({ context }) => void context.client.prefetchQuery(myDataQuery),
      component: lazyRouteComponent(() => import("@/features/privacy/my-data-page"), "MyDataPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/settings/my-data/seen",
      component: lazyRouteComponent(
        () => import("@/features/privacy/access-record-page"),
        "MyAccessRecordPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/people/$personId/access-record",
      component: lazyRouteComponent(
        () => import("@/features/privacy/access-record-page"),
        "PersonAccessRecordPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/people/$personId/sight",
      validateSearch: (search: Record<string, unknown>): Partial<SightAsked> => ({
        ...((search.kind === "thread" || search.kind === "action") && { kind: search.kind }),
        ...(search.when === "before" && { when: "before" }),
        ...(typeof search.only === "string" && { only: search.only }),
      }),
      component: lazyRouteComponent(() => import("@/features/access/sight-page"), "SightPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/access-records",
      component: lazyRouteComponent(
        () => import("@/features/privacy/data-subjects-page"),
        "DataSubjectsPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/access-records/groups",
      component: lazyRouteComponent(
        () => import("@/features/privacy/groups-in-care-page"),
        "GroupsInCarePage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/groups/$groupId/sight",
      validateSearch: (search: Record<string, unknown>): { when?: "before" } =>
        search.when === "before" ? { when: "before" } : {},
      component: lazyRouteComponent(() => import("@/features/access/group-sight-page"), "GroupSightPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/break-glass",
      validateSearch: (search: Record<string, unknown>): { state?: "all" } =>
        search.state === "all" ? { state: "all" } : {},
      component: lazyRouteComponent(
        () => import("@/features/break-glass/emergencies-page"),
        "EmergenciesPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/break-glass/$breakGlassId",
      component: lazyRouteComponent(() => import("@/features/break-glass/emergency-page"), "EmergencyPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/subject-requests",
      validateSearch: (search: Record<string, unknown>): { state?: "closed" } =>
        search.state === "closed" ? { state: "closed" } : {},
      component: lazyRouteComponent(() => import("@/features/privacy/register-page"), "RegisterPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/subject-requests/$requestId",
      component: lazyRouteComponent(() => import("@/features/privacy/request-page"), "RequestPage"),
    }),
  ];
}
