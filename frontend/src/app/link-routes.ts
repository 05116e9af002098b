import { type AnyRoute, createRoute } from "@tanstack/react-router";
import { lazyPage } from "./lazy-page";

/** Where the links of letters and of invitations lead, signed in or not. */
export function linkRoutes<Parent extends AnyRoute>(getParentRoute: () => Parent) {
  return [
    createRoute({
      getParentRoute,
      path: "/forgotten-password",
      component: lazyPage(
        "sign-in",
        () => import("@/features/sign-in/forgotten-password-page"),
        "ForgottenPasswordPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/set-password",
      component: lazyPage("sign-in", () => import("@/features/sign-in/set-password-page"), "SetPasswordPage"),
    }),
    /** Where a link into a group leads. */
    createRoute({
      getParentRoute,
      path: "/join",
      component: lazyPage("sign-in", () => import("@/features/sign-in/join-page"), "JoinPage"),
    }),
    /** Where a letter leads that offers something in person. */
    createRoute({
      getParentRoute,
      path: "/invitation",
      component: lazyPage("sign-in", () => import("@/features/sign-in/invitation-page"), "InvitationPage"),
    }),
    /** Where the letter to a new address leads. */
    createRoute({
      getParentRoute,
      path: "/confirm-email",
      component: lazyPage(
        "sign-in",
        () => import("@/features/sign-in/confirm-email-page"),
        "ConfirmEmailPage",
      ),
    }),
    /** Where letters about signing in through an organisation, and about an erasure, lead. */
    createRoute({
      getParentRoute,
      path: "/confirm-sign-in",
      component: lazyPage(
        "sign-in",
        () => import("@/features/sign-in/letter-link-page"),
        "ConfirmSignInPage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/unlink-sign-in",
      component: lazyPage("sign-in", () => import("@/features/sign-in/letter-link-page"), "UnlinkSignInPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/stop-erasure",
      component: lazyPage("sign-in", () => import("@/features/sign-in/letter-link-page"), "StopErasurePage"),
    }),
  ];
}
