import { IconBulb } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";
import { registerDossierKind } from "@/modules/dossier/kinds";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/recommendations",
    component: lazyPage("recommendations", () => import("./register-page"), "RegisterPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/recommendations/$recommendationId",
    component: lazyPage("recommendations", () => import("./recommendation-page"), "RecommendationPage"),
  }),
];

registerDossierKind("recommendations", {
  icon: IconBulb,
  cards: lazyPage("recommendations", () => import("./dossier-cards"), "DossierCards"),
});

export const manifest = feature({ inside: pages });
