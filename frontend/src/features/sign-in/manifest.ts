import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { rootRoute } from "@/kit/routes";
import { isInternalPath } from "@/lib/is-internal-path";
import { type Ending, isEnding } from "@/lib/session-ending";

const pages = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/sign-in",
    validateSearch: (search: Record<string, unknown>): { next?: string; ended?: Ending } => ({
      ...(isInternalPath(search.next) ? { next: search.next } : {}),
      ...(isEnding(search.ended) ? { ended: search.ended } : {}),
    }),
    component: lazyPage("sign-in", () => import("./sign-in-page"), "SignInPage"),
  }),
  /** Where an organisation’s own sign-in sends the browser back. */
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/sign-in/return/$provider",
    component: lazyPage("sign-in", () => import("./oidc-callback-page"), "OidcCallbackPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/forgotten-password",
    component: lazyPage("sign-in", () => import("./forgotten-password-page"), "ForgottenPasswordPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/set-password",
    component: lazyPage("sign-in", () => import("./set-password-page"), "SetPasswordPage"),
  }),
  /** Where a link into a group leads. */
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/join",
    component: lazyPage("sign-in", () => import("./join-page"), "JoinPage"),
  }),
  /** Where a letter leads that offers something in person. */
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/invitation",
    component: lazyPage("sign-in", () => import("./invitation-page"), "InvitationPage"),
  }),
  /** Where the letter to a new address leads. */
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/confirm-email",
    component: lazyPage("sign-in", () => import("./confirm-email-page"), "ConfirmEmailPage"),
  }),
  /** Where letters about signing in through an organisation, and about an erasure, lead. */
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/confirm-sign-in",
    component: lazyPage("sign-in", () => import("./letter-link-page"), "ConfirmSignInPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/unlink-sign-in",
    component: lazyPage("sign-in", () => import("./letter-link-page"), "UnlinkSignInPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/stop-erasure",
    component: lazyPage("sign-in", () => import("./letter-link-page"), "StopErasurePage"),
  }),
];

export const manifest = feature({
  publicPages: pages,
});
