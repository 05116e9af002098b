import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/system",
    component: lazyPage("system", () => import("./system-page"), "SystemPage"),
  }),
];

export const manifest = feature({
  inside: pages,
});
