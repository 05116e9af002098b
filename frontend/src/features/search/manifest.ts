import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";
import { parseSearchParams } from "@/queries/search-params";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/search",
    validateSearch: parseSearchParams,
    component: lazyPage("search", () => import("./search-page"), "SearchPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  // Files belong to no feature: they are in messages and behind action items.
  searchKinds: ["file"],
});
