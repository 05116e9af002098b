import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/territories",
    component: lazyPage("territories", () => import("./territories-page"), "TerritoriesPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/territories/$territoryId",
    component: lazyPage("territories", () => import("./territory-page"), "TerritoryPage"),
  }),
];

export const manifest = feature({
  inside: pages,
});
