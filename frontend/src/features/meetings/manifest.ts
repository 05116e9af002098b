import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/meetings/$meetingId",
    component: lazyPage("meetings", () => import("./meeting-page"), "MeetingPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/$groupId/meetings",
    component: lazyPage("meetings", () => import("./meetings-page"), "MeetingsPage"),
  }),
];

export const manifest = feature({ shellPages: pages, searchKinds: ["meeting", "minutes"] });
