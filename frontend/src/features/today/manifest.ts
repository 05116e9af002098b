import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "@/kit/lazy-page";
import { feature } from "@/kit/manifest";
import { shellRoute } from "@/kit/routes";
import { begin, loadShell } from "@/kit/shell-code";

const pages = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/",
    loader: ({ context: { client } }) => begin(({ todayQuery }) => client.prefetchQuery(todayQuery)),
    component: lazyPage("shell", loadShell, "TodayPage"),
  }),
];

export const manifest = feature({
  shellPages: pages,
  place: { href: "/", name: "today", counts: "duties" },
});
