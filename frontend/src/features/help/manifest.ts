import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/help",
    component: lazyPage("help", () => import("./help-page"), "HelpPage"),
  }),
];

export const manifest = feature({
  inside: pages,
});
