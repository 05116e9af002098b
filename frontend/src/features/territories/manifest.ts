import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/territories",
    component: lazyPage("territories", () => import("./territories-page"), "TerritoriesPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/territories/$territoryId",
    component: lazyPage("territories", () => import("./territory-page"), "TerritoryPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
