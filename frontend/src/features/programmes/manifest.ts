import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/programmes",
    component: lazyPage("programmes", () => import("./programmes-page"), "ProgrammesPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/dossiers/$dossierId",
    component: lazyPage("programmes", () => import("./dossier-page"), "DossierPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/dossiers/$dossierId/editions/$editionId",
    component: lazyPage("programmes", () => import("./edition-page"), "EditionPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  searchKinds: ["dossier"],
  inboxTopic: "dossier",
  place: {
    href: "/programmes",
    name: "programmes",
    also: "/dossiers",
    holder: "member",
    counts: [
      ...(["programmes.access_request", "programmes.answer", "programmes.deadline"] as const),
      "programmes.declare_interests",
      ...(["programmes.implement", "programmes.sign_off", "programmes.verify"] as const),
    ],
    inTopBar: true,
  },
});
