import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";
import { begin } from "@/kit/shell-code";

const groupPage = lazyPage("groups", () => import("./group-page"), "GroupPage");

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups",
    loader: ({ context: { client } }) => begin(({ groupsQuery }) => client.prefetchQuery(groupsQuery)),
    component: lazyPage("groups", () => import("./groups-page"), "GroupsPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/new",
    validateSearch: (search: Record<string, unknown>): { parent?: string; place?: string } => ({
      ...(typeof search.parent === "string" ? { parent: search.parent } : {}),
      ...(typeof search.place === "string" ? { place: search.place } : {}),
    }),
    component: lazyPage("groups", () => import("./found-group-page"), "FoundGroupPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/directory",
    component: lazyPage("groups", () => import("./directory-page"), "DirectoryPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/$groupId",
    loader: ({ context: { client }, params: { groupId } }) =>
      begin(({ groupQuery }) => client.prefetchQuery(groupQuery(groupId))),
    component: groupPage,
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/groups/$groupId/$section",
    // An address that is read as JSON turns what looks like a number or a truth into one.
    validateSearch: ({ tag }: Record<string, unknown>): { tag?: string } =>
      tag === undefined || typeof tag === "object" ? {} : { tag: String(tag) },
    loader: ({ context: { client }, params: { groupId } }) =>
      begin(({ groupQuery }) => client.prefetchQuery(groupQuery(groupId))),
    component: groupPage,
  }),
];

export const manifest = feature({
  shellPages: pages,
  place: { href: "/groups", name: "group", also: "/threads" },
});
