import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/identity-providers",
    component: lazyPage("providers", () => import("./providers-page"), "ProvidersPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
