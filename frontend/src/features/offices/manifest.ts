import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/offices",
    component: lazyPage("offices", () => import("./offices-page"), "OfficesPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
