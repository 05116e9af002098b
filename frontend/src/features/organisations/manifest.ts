import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const forms = () => import("./organisation-form-page");

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/organisations",
    component: lazyPage("organisations", () => import("./organisations-page"), "OrganisationsPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/organisations/new",
    validateSearch: (search: Record<string, unknown>): { place?: string } =>
      typeof search.place === "string" ? { place: search.place } : {},
    component: lazyPage("organisations", forms, "NewOrganisationPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/organisations/$organisationId",
    component: lazyPage("organisations", () => import("./organisation-page"), "OrganisationPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/organisations/$organisationId/edit",
    component: lazyPage("organisations", forms, "EditOrganisationPage"),
  }),
];

export const manifest = feature({
  inside: pages,
});
