import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/dossiers/$dossierId/forms/$submissionId",
    staticData: { bare: true },
    validateSearch: (search: Record<string, unknown>): { section?: string; question?: string } => search,
    component: lazyPage("forms", () => import("./form-page"), "FormPage"),
  }),
];

export const manifest = feature({ shellPages: pages });
