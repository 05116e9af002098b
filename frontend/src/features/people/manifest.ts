import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/people",
    component: lazyPage("people", () => import("./people-page"), "PeoplePage"),
  }),
];

export const manifest = feature({
  inside: pages,
  searchKinds: ["person"],
});
