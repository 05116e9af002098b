import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/settings",
    component: lazyPage("settings", () => import("./profile-page"), "ProfilePage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/settings/notifications",
    component: lazyPage("settings", () => import("./notification-settings-page"), "NotificationSettingsPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/settings/security",
    component: lazyPage("settings", () => import("./security-page"), "SecurityPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
});
