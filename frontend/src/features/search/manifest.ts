import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";
import { parseSearchParams } from "@/queries/search-params";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/search",
    validateSearch: parseSearchParams,
    component: lazyPage("search", () => import("./search-page"), "SearchPage"),
  }),
];

export const manifest = feature({
  inside: pages,
  // Files belong to no feature: they are in messages and behind action items.
  searchKinds: ["file"],
});
