import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/hromada",
    component: lazyPage("hromada", () => import("./hromada-page"), "HromadaPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  place: {
    href: "/hromada",

    name: "hromada",
    holder: "coordinator",
    counts: ["accounts.approval", "groups.break_glass"],
  },
});
