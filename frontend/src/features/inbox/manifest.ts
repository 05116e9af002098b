import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";
import { begin } from "@/kit/shell-code";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/inbox",
    loader: ({ context: { client } }) =>
      begin(({ answersQuery, newsQuery }) =>
        Promise.all([answersQuery, newsQuery].map((query) => client.prefetchInfiniteQuery(query))),
      ),
    component: lazyPage("inbox", () => import("./inbox-page"), "InboxPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  place: { href: "/inbox", name: "inbox", counts: "notifications" },
});
