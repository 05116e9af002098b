import { type AnyRoute, createRoute } from "@tanstack/react-router";
import { lazyPage } from "./lazy-page";

const forms = () => import("@/features/organisations/organisation-form-page");

/** Pages of organisations, territories and offices, inside what a signed-in person has around every page. */
export function registerRoutes<Parent extends AnyRoute>(getParentRoute: () => Parent) {
  return [
    createRoute({
      getParentRoute,
      path: "/organisations",
      component: lazyPage(() => import("@/features/organisations/organisations-page"), "OrganisationsPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/new",
      validateSearch: (search: Record<string, unknown>): { place?: string } =>
        typeof search.place === "string" ? { place: search.place } : {},
      component: lazyPage(forms, "NewOrganisationPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/$organisationId",
      component: lazyPage(() => import("@/features/organisations/organisation-page"), "OrganisationPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/$organisationId/edit",
      component: lazyPage(forms, "EditOrganisationPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/territories",
      component: lazyPage(() => import("@/features/territories/territories-page"), "TerritoriesPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/territories/$territoryId",
      component: lazyPage(() => import("@/features/territories/territory-page"), "TerritoryPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/hromada",
      validateSearch: (search: Record<string, unknown>): { place?: string } =>
        typeof search.place === "string" ? { place: search.place } : {},
      component: lazyPage(() => import("@/features/hromada/hromada-page"), "HromadaPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/offices",
      component: lazyPage(() => import("@/features/offices/offices-page"), "OfficesPage"),
    }),
  ];
}
