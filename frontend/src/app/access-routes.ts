import { type AnyRoute, createRoute } from "@tanstack/react-router";
import type { AccessOverviewQuery } from "@/queries/keys";
import { myDataQuery } from "@/queries/privacy";
import { lazyPage } from "./lazy-page";

/** Pages of who sees what and why, and of personal data, inside what a signed-in person has around every page. */
export function accessRoutes<Parent extends AnyRoute>(getParentRoute: () => Parent) {
  return [
    createRoute({
      getParentRoute,
      path: "/groups/$groupId/access",
      component: lazyPage("access", () => import("@/features/access/access-page"), "GroupAccessPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/threads/$threadId/access",
      component: lazyPage("access", () => import("@/features/access/access-page"), "ThreadAccessPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/actions/$actionId/access",
      component: lazyPage("access", () => import("@/features/access/access-page"), "ActionAccessPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/settings/my-data",
      loader: ({ context }) => void context.client.prefetchQuery(myDataQuery),
      component: lazyPage("privacy", () => import("@/features/privacy/my-data-page"), "MyDataPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/settings/my-data/seen",
      component: lazyPage(
        "privacy",
        () => import("@/features/privacy/access-record-page"),
        "MyAccessRecordPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/people/$personId/access-record",
      component: lazyPage(
        "privacy",
        () => import("@/features/privacy/access-record-page"),
        "PersonAccessRecordPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/people/$personId/sight",
      validateSearch: (search: Record<string, unknown>): Partial<AccessOverviewQuery> => ({
        ...((search.kind === "thread" || search.kind === "action") && { kind: search.kind }),
        ...(search.when === "before" && { when: "before" }),
        ...(typeof search.only === "string" && { only: search.only }),
      }),
      component: lazyPage("access", () => import("@/features/access/access-overview-page"), "SightPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/data-protection",
      component: lazyPage(
        "privacy",
        () => import("@/features/privacy/data-protection-page"),
        "DataProtectionPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/administration",
      component: lazyPage(
        "administration",
        () => import("@/features/administration/administration-page"),
        "AdministrationPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/access-records",
      component: lazyPage(
        "privacy",
        () => import("@/features/privacy/data-subjects-page"),
        "DataSubjectsPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/access-records/groups",
      component: lazyPage(
        "privacy",
        () => import("@/features/privacy/supervised-groups-page"),
        "SupervisedGroupsPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/groups/$groupId/sight",
      validateSearch: (search: Record<string, unknown>): { when?: "before" } =>
        search.when === "before" ? { when: "before" } : {},
      component: lazyPage("access", () => import("@/features/access/group-access-page"), "GroupSightPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/break-glass",
      validateSearch: (search: Record<string, unknown>): { state?: "all" } =>
        search.state === "all" ? { state: "all" } : {},
      component: lazyPage(
        "break-glass",
        () => import("@/features/break-glass/emergencies-page"),
        "EmergenciesPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/break-glass/$breakGlassId",
      component: lazyPage(
        "break-glass",
        () => import("@/features/break-glass/emergency-page"),
        "EmergencyPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/approvals",
      component: lazyPage("approvals", () => import("@/features/approvals/approvals-page"), "ApprovalsPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/subject-requests",
      validateSearch: (search: Record<string, unknown>): { state?: "closed" } =>
        search.state === "closed" ? { state: "closed" } : {},
      component: lazyPage(
        "privacy",
        () => import("@/features/privacy/subject-requests-page"),
        "RegisterPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/subject-requests/$requestId",
      component: lazyPage("privacy", () => import("@/features/privacy/request-page"), "RequestPage"),
    }),
  ];
}
