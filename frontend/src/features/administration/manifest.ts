import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature, type PlaceSpec } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

export const PLACE: PlaceSpec = {
  href: "/administration",
  name: "administration",
  holder: "administrator",
  counts: ["accounts.approval", "groups.break_glass"],
  inTopBar: true,
};

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/administration",
    component: lazyPage("administration", () => import("./administration-page"), "AdministrationPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  place: PLACE,
});
