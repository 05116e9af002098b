import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute } from "@tanstack/react-router";
import type { ComponentType } from "react";
import type { HitOut, NotificationAbout } from "@/api/generated/types.gen";
import { lazyPage } from "./lazy-page";
import { loadShell } from "./shell-code";

/** Route guards, implemented by `app`. Each runs before a page is loaded, and may throw a redirect. */
export interface Gate {
  /** Runs before every page. */
  onOpen: () => void;
  requireSignIn: (href: string) => Promise<void>;
  /** Require a sign-in, and the second factors that the roles of the account demand. */
  requireSetup: (href: string) => Promise<void>;
}

interface RouteContext {
  client: QueryClient;
  gate: Gate;
  /** Renders a thread on a page of another feature. */
  threadInPlace: ComponentType<{ threadId: string }>;
  /** The kinds of search results and the topics by which the inbox groups notifications, from the manifests. */
  searchKinds: readonly HitOut["kind"][];
  inboxTopics: readonly NotificationAbout["kind"][];
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** On a phone the page has its own bar and takes the full height. */
    bare?: boolean;
  }
}

/** The root of all routes; the direct parent of public pages. */
export const rootRoute = createRootRouteWithContext<RouteContext>()({
  beforeLoad: ({ context }) => context.gate.onOpen(),
});

/** The parent of pages that need a sign-in and have no shell. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: ({ context, location }) => context.gate.requireSignIn(location.href),
});

/** The parent of pages in the shell. Loaders only start requests: a page renders at once with cached data. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  component: lazyPage("shell", loadShell, "Shell"),
  beforeLoad: ({ context, location }) => context.gate.requireSetup(location.href),
});
