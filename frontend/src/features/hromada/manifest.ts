import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/hromada",
    component: lazyPage("hromada", () => import("./hromada-page"), "HromadaPage"),
  }),
];

export const manifest = feature({
  inside: pages,
  place: {
    href: "/hromada",

    name: "hromada",
    holder: "coordinator",
    counts: ["accounts.approval", "groups.break_glass"],
  },
});
