import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/recommendations",
    component: lazyPage("recommendations", () => import("./register-page"), "RegisterPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/recommendations/$recommendationId",
    component: lazyPage("recommendations", () => import("./recommendation-page"), "RecommendationPage"),
  }),
];

export const manifest = feature({ shellPages: pages, searchKinds: ["recommendation"] });
