import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/programmes",
    component: lazyPage("programmes", () => import("./programmes-page"), "ProgrammesPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/dossiers/$dossierId",
    component: lazyPage("programmes", () => import("./dossier-page"), "DossierPage"),
  }),
];

export const manifest = feature({
  inside: pages,
  searchKinds: ["dossier"],
  place: { href: "/programmes", name: "programmes", also: "/dossiers", holder: "member", inTopBar: true },
});
