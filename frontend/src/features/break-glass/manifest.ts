import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/break-glass",
    validateSearch: (search: Record<string, unknown>): { state?: "all" } =>
      search.state === "all" ? { state: "all" } : {},
    component: lazyPage("break-glass", () => import("./emergencies-page"), "EmergenciesPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/break-glass/$breakGlassId",
    component: lazyPage("break-glass", () => import("./emergency-page"), "EmergencyPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
