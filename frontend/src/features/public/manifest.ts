import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { rootRoute } from "@/kit/routes";
import {
  publicGroupQuery,
  publicMessagesQuery,
  publicPromisesQuery,
  publicThreadQuery,
  publicThreadsQuery,
} from "@/queries/public";

const pages = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/public/groups/$groupId",
    loader: ({ context: { client }, params: { groupId } }) => {
      void client.prefetchQuery(publicGroupQuery(groupId));
      void client.prefetchInfiniteQuery(publicPromisesQuery(groupId));
      void client.prefetchInfiniteQuery(publicThreadsQuery(groupId));
    },
    component: lazyPage("public", () => import("./public-group-page"), "PublicGroupPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/public/threads/$threadId",
    loader: ({ context: { client }, params: { threadId } }) => {
      void client.prefetchQuery(publicThreadQuery(threadId));
      void client.prefetchInfiniteQuery(publicMessagesQuery(threadId));
    },
    component: lazyPage("public", () => import("./public-thread-page"), "PublicThreadPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/public/editions/$editionId",
    component: lazyPage("public", () => import("./public-edition-page"), "PublicEditionPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/public/control-replies",
    component: lazyPage("public", () => import("./public-replies-page"), "PublicRepliesPage"),
  }),
];

export const manifest = feature({
  publicPages: pages,
});
