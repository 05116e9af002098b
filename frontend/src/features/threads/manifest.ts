import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";
import { begin } from "@/kit/shell-code";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/threads/$threadId",
    staticData: { bare: true },
    validateSearch: (search: Record<string, unknown>): { message?: number } =>
      Number.isInteger(search.message) ? { message: search.message as number } : {},
    loaderDeps: ({ search }) => ({ message: search.message }),
    loader: ({ context: { client }, params: { threadId }, deps: { message } }) =>
      begin(({ openMessages, openThread }) =>
        Promise.all([openThread(client, threadId), openMessages(client, threadId, message)]),
      ),
    component: lazyPage("threads", () => import("./thread-page"), "ThreadPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  searchKinds: ["message", "thread"],
  inboxTopic: "thread",
});
