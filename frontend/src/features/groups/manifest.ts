import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { inside } from "@/kit/routes";
import { begin } from "@/kit/shell-code";

const groupPage = lazyPage("groups", () => import("./group-page"), "GroupPage");

const pages = [
  createRoute({
    getParentRoute: () => inside,
    path: "/groups",
    loader: ({ context: { client } }) => begin(({ groupsQuery }) => client.prefetchQuery(groupsQuery)),
    component: lazyPage("groups", () => import("./groups-page"), "GroupsPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/groups/new",
    validateSearch: (search: Record<string, unknown>): { parent?: string; place?: string } => ({
      ...(typeof search.parent === "string" ? { parent: search.parent } : {}),
      ...(typeof search.place === "string" ? { place: search.place } : {}),
    }),
    component: lazyPage("groups", () => import("./found-group-page"), "FoundGroupPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/groups/directory",
    component: lazyPage("groups", () => import("./directory-page"), "DirectoryPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/groups/$groupId",
    loader: ({ context: { client }, params: { groupId } }) =>
      begin(({ groupQuery }) => client.prefetchQuery(groupQuery(groupId))),
    component: groupPage,
  }),
  createRoute({
    getParentRoute: () => inside,
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
  inside: pages,
  place: { href: "/groups", name: "group", also: "/threads" },
});
