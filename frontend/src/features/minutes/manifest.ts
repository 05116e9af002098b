import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/minutes/$minutesId",
    component: lazyPage("minutes", () => import("./minutes-page"), "MinutesPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/$groupId/minutes",
    component: lazyPage("minutes", () => import("./minutes-list-page"), "MinutesListPage"),
  }),
];

export const manifest = feature({ shellPages: pages });
