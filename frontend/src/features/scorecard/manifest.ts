import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/recommendations/scorecard",
    component: lazyPage("scorecard", () => import("./scorecard-page"), "ScorecardPage"),
  }),
];

export const manifest = feature({ shellPages: pages });
