import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/system",
    component: lazyPage("system", () => import("./system-page"), "SystemPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
