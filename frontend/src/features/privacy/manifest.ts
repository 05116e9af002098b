import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature, type PlaceSpec } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";
import { begin } from "@/kit/shell-code";

export const PLACE: PlaceSpec = {
  href: "/data-protection",
  name: "protection",
  holder: "data_protection_officer",
  counts: ["privacy.request", "accounts.approval", "groups.break_glass"],
  inTopBar: true,
};

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/data-protection",
    component: lazyPage("privacy", () => import("./data-protection-page"), "DataProtectionPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/settings/my-data",
    loader: ({ context: { client } }) => begin(({ myDataQuery }) => client.prefetchQuery(myDataQuery)),
    component: lazyPage("privacy", () => import("./my-data-page"), "MyDataPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/settings/my-data/seen",
    component: lazyPage("privacy", () => import("./access-record-page"), "MyAccessRecordPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/people/$personId/access-record",
    component: lazyPage("privacy", () => import("./access-record-page"), "PersonAccessRecordPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/access-records",
    component: lazyPage("privacy", () => import("./data-subjects-page"), "DataSubjectsPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/access-records/groups",
    component: lazyPage("privacy", () => import("./supervised-groups-page"), "SupervisedGroupsPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/subject-requests",
    validateSearch: (search: Record<string, unknown>): { state?: "closed" } =>
      search.state === "closed" ? { state: "closed" } : {},
    component: lazyPage("privacy", () => import("./subject-requests-page"), "RegisterPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/subject-requests/$requestId",
    component: lazyPage("privacy", () => import("./request-page"), "RequestPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  place: PLACE,
});
