import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const forms = () => import("./organisation-form-page");

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organisations",
    component: lazyPage("organisations", () => import("./organisations-page"), "OrganisationsPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organisations/new",
    validateSearch: (search: Record<string, unknown>): { place?: string } =>
      typeof search.place === "string" ? { place: search.place } : {},
    component: lazyPage("organisations", forms, "NewOrganisationPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organisations/$organisationId",
    component: lazyPage("organisations", () => import("./organisation-page"), "OrganisationPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/organisations/$organisationId/edit",
    component: lazyPage("organisations", forms, "EditOrganisationPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
