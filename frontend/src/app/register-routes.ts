import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

const forms = () => import("@/features/organisations/organisation-form-page");

/** Pages of organisations, territories and offices, inside what a signed-in person has around every page. */
export function registerRoutes<Parent extends AnyRoute>(getParentRoute: () => Parent) {
  return [
    createRoute({
      getParentRoute,
      path: "/organisations",
      component: lazyRouteComponent(
        () => import("@/features/organisations/organisations-page"),
        "OrganisationsPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/new",
      validateSearch: (search: Record<string, unknown>): { place?: string } =>
        typeof search.place === "string" ? { place: search.place } : {},
      component: lazyRouteComponent(forms, "NewOrganisationPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/$organisationId",
      component: lazyRouteComponent(
        () => import("@/features/organisations/organisation-page"),
        "OrganisationPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/organisations/$organisationId/edit",
      component: lazyRouteComponent(forms, "EditOrganisationPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/territories",
      component: lazyRouteComponent(
        () => import("@/features/territories/territories-page"),
        "TerritoriesPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/territories/$territoryId",
      component: lazyRouteComponent(() => import("@/features/territories/territory-page"), "TerritoryPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/hromada",
      validateSearch: (search: Record<string, unknown>): { place?: string } =>
        typeof search.place === "string" ? { place: search.place } : {},
      component: lazyRouteComponent(() => import("@/features/hromada/hromada-page"), "HromadaPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/offices",
      component: lazyRouteComponent(() => import("@/features/offices/offices-page"), "OfficesPage"),
    }),
  ];
}
