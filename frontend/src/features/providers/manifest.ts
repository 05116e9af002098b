import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/identity-providers",
    component: lazyPage("providers", () => import("./providers-page"), "ProvidersPage"),
  }),
];

export const manifest = feature({
  inside: pages,
});
