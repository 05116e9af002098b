import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/settings",
    component: lazyPage("settings", () => import("./profile-page"), "ProfilePage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/settings/notifications",
    component: lazyPage("settings", () => import("./notification-settings-page"), "NotificationSettingsPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/settings/security",
    component: lazyPage("settings", () => import("./security-page"), "SecurityPage"),
  }),
];

export const manifest = feature({
  inside: pages,
});
