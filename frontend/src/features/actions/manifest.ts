import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";
import { begin } from "@/kit/shell-code";
import { type Asked, isAsked } from "@/modules/reminders/deep-link-actions";
import type { BoardFilters } from "./board-filters";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/actions",
    // The board itself reads the rest of what may stand there.
    validateSearch: (search: Record<string, unknown>): BoardFilters => ({
      ...(typeof search.group === "string" ? { group: search.group } : {}),
      ...(search.show === "waiting" || search.show === "own" ? { show: search.show } : {}),
    }),
    loader: ({ context: { client } }) => begin(({ actionsQuery }) => client.prefetchQuery(actionsQuery({}))),
    component: lazyPage("actions", () => import("./board-page"), "BoardPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/actions/$actionId",
    validateSearch: (search: Record<string, unknown>): { do?: Asked } =>
      isAsked(search.do) ? { do: search.do } : {},
    loader: ({ context: { client }, params: { actionId } }) =>
      begin(({ actionQuery }) => client.prefetchQuery(actionQuery(actionId))),
    component: lazyPage("actions", () => import("./action-page"), "ActionPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  searchKinds: ["action"],
  inboxTopic: "action",
  place: { href: "/actions", name: "action" },
});
