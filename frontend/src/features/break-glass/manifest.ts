import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/break-glass",
    validateSearch: (search: Record<string, unknown>): { state?: "all" } =>
      search.state === "all" ? { state: "all" } : {},
    component: lazyPage("break-glass", () => import("./emergencies-page"), "EmergenciesPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/break-glass/$breakGlassId",
    component: lazyPage("break-glass", () => import("./emergency-page"), "EmergencyPage"),
  }),
];

export const manifest = feature({
  inside: pages,
});
