import { type AnyRoute, createRoute } from "@tanstack/react-router";
import { lazyPage } from "./lazy-page";

const forms = () => import("@/features/organisations/organisation-form-page");

/** Pages of organisations, territories and offices, inside what a signed-in person has around every page. */
export function registerRoutes<Parent extends AnyRoute>(getParentRoute: () => Parent) {
  return [
    createRoute({
      getParentRoute,
      path: "/organisations",
      component: lazyPage(
        "organisations",
        () => import("@/features/organisations/organisations-page"),
        "OrganisationsPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/new",
      validateSearch: (search: Record<string, unknown>): { place?: string } =>
        typeof search.place === "string" ? { place: search.place } : {},
      component: lazyPage("organisations", forms, "NewOrganisationPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/$organisationId",
      component: lazyPage(
        "organisations",
        () => import("@/features/organisations/organisation-page"),
        "OrganisationPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/$organisationId/edit",
      component: lazyPage("organisations", forms, "EditOrganisationPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/territories",
      component: lazyPage(
        "territories",
        () => import("@/features/territories/territories-page"),
        "TerritoriesPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/territories/$territoryId",
      component: lazyPage(
        "territories",
        () => import("@/features/territories/territory-page"),
        "TerritoryPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/hromada",
      component: lazyPage("hromada", () => import("@/features/hromada/hromada-page"), "HromadaPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/offices",
      component: lazyPage("offices", () => import("@/features/offices/offices-page"), "OfficesPage"),
    }),
  ];
}
