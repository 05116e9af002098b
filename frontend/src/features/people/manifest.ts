import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/people",
    component: lazyPage("people", () => import("./people-page"), "PeoplePage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  searchKinds: ["person"],
});
