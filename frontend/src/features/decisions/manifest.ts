import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/decisions/$decisionId",
    component: lazyPage("decisions", () => import("./decision-page"), "DecisionPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/$groupId/decisions",
    component: lazyPage("decisions", () => import("./decisions-page"), "DecisionsPage"),
  }),
];

export const manifest = feature({ shellPages: pages, searchKinds: ["decision"] });
