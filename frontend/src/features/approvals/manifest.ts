import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/approvals",
    component: lazyPage("approvals", () => import("./approvals-page"), "ApprovalsPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
