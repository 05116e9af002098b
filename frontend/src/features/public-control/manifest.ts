import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/control-replies",
    component: lazyPage("public-control", () => import("./register-page"), "ControlRepliesPage"),
  }),
];

export const manifest = feature({ shellPages: pages });
