import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute } from "@tanstack/react-router";
import type { ComponentType } from "react";
import type { HitOut, NotificationAbout } from "@/api/generated/types.gen";
import { lazyPage } from "./lazy-page";
import { loadShell } from "./shell-code";

/** Who may pass where; `app` knows. Each is asked before a page is loaded, and may throw a redirect. */
export interface Gate {
  /** Somebody opens a page, whichever it is. */
  arrive: () => void;
  /** A page of signed-in people. */
  know: (href: string) => Promise<void>;
  /** A page of those who have also set up what their role needs. */
  admit: (href: string) => Promise<void>;
}

interface RouteContext {
  client: QueryClient;
  gate: Gate;
  /** Shows a thread on a page of another feature. */
  threadInPlace: ComponentType<{ threadId: string }>;
  /** What a search can be narrowed to, and by what the inbox puts notifications together: as manifests say. */
  searchKinds: readonly HitOut["kind"][];
  inboxTopics: readonly NotificationAbout["kind"][];
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** On a phone the page has a bar of its own and takes the whole height. */
    bare?: boolean;
  }
}

/** Around every page; the parent of those that anybody may open. */
export const anyone = createRootRouteWithContext<RouteContext>()({
  beforeLoad: ({ context }) => context.gate.arrive(),
});

/** The parent of pages of signed-in people without the shell. */
export const known = createRoute({
  getParentRoute: () => anyone,
  id: "known",
  beforeLoad: ({ context, location }) => context.gate.know(location.href),
});

/** The parent of pages inside the shell. Loaders only start to load: a page is shown at once, with what is there. */
export const inside = createRoute({
  getParentRoute: () => anyone,
  id: "inside",
  component: lazyPage("shell", loadShell, "Shell"),
  beforeLoad: ({ context, location }) => context.gate.admit(location.href),
});
