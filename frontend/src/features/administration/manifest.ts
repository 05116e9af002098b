import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature, type PlaceSpec } from "@/kit/manifest";
import { inside } from "@/kit/routes";

export const PLACE: PlaceSpec = {
  href: "/administration",
  name: "administration",
  holder: "administrator",
  counts: ["accounts.approval", "groups.break_glass"],
  inTopBar: true,
};

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/administration",
    component: lazyPage("administration", () => import("./administration-page"), "AdministrationPage"),
  }),
];

export const manifest = feature({
  inside: pages,
  place: PLACE,
});
