/** A whole page for a test: the router with everything around it, and what axe says about it. */
import type { DefaultOptions, QueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { act, render, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { Me } from "@/api/generated/types.gen";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { makeRouter } from "@/app/router";
import { clearPersisted } from "@/offline/query-persistence";
import { forgetPerson, Store } from "@/outbox/store";
import { TestSocket } from "./test-server";

export const ME: Me = {
  id: "me",
  email: "deputy-head@kalynodil.example",
  name: { uk: "Юлія Ткаченко", en: "Yuliia Tkachenko" },
  gender: "feminine",
  language: "uk",
  time_zone: "Europe/Kyiv",
  shows_presence: true,
  is_administrator: false,
  has_password: true,
  factor_due_at: null,
  version: 1,
  seq: 0,
};

/** What every page asks for: a reader for whom nothing waits. */
export const EMPTY_API = {
  "GET /api/v1/me": ME,
  "GET /api/v1/me/mandates": { items: [] },
  "GET /api/v1/today": {
    duties: [],
    unread: [],
    mine: [],
    action_counts: {},
    unread_total: 0,
    notifications: 0,
  },
  "GET /api/v1/me/files": { used: 0, most: 1024 ** 3, largest: 20 * 1024 ** 2 },
  "GET /api/v1/notifications": { items: [], next_cursor: null },
  "GET /api/v1/me/notification-preferences": {
    topics: [],
    groups: [],
    hours: {
      quiet_from: null,
      quiet_until: null,
      working_days: [1, 2, 3, 4, 5, 6, 7],
      holidays_off: false,
      digest_at: "08:00",
    },
    undeliverable: null,
    version: 0,
  },
  "GET /api/v1/me/calendar-feed": { made_at: null, read_at: null },
  "GET /api/v1/approvals": { items: [], next_cursor: null },
  "GET /api/v1/me/saved-views": { items: [] },
  "GET /api/v1/me/push-subscriptions": { items: [] },
  "GET /api/v1/me/push-subscriptions/key": { key: "BKey" },
  "GET /api/v1/me/deliveries": { items: [], next_cursor: null },
};

/** The day on which tests of pages take place: what their samples call overdue stays so. */
const DAY = new Date("2026-11-25T10:00:00Z");

/** Each test of a file finds a browser that knows nobody yet, and a line that says nothing by itself. */
export function setupPageTest(): void {
  beforeEach(async () => {
    vi.useFakeTimers({ now: DAY, toFake: ["Date"] });
    // Whoever left the page of a test before may have kept a draft as they went.
    await forgetPerson(ME.id);
    // Dialogs of another file would stand before the page, and its first link would not be the first.
    for (const left of document.querySelectorAll("[data-mantine-shared-portal-node]")) left.remove();
    vi.stubGlobal("WebSocket", TestSocket);
    vi.stubGlobal("scrollTo", () => undefined);
    vi.spyOn(Store, "open");
    sessionStorage.clear();
  });
  afterEach(async () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    await forgetPerson(ME.id);
    await clearPersisted(ME.id);
  });
}

/** The page at a path, with what the browser keeps. What was loaded is out of date at once, unless `queries` say else. */
export function renderApp(path: string, queries: DefaultOptions["queries"] = {}): QueryClient {
  window.history.pushState({}, "", path);
  const client = createQueryClient({ retry: false, ...queries });
  render(
    <Providers queryClient={client}>
      <RouterProvider router={makeRouter(client)} />
    </Providers>,
  );
  return client;
}

/** Wait until the browser's store is open: what somebody sends before that stays where it was written. */
export async function storeOpened(): Promise<void> {
  await waitFor(() => expect(Store.open).toHaveBeenCalled());
  await act(async () => void (await vi.mocked(Store.open).mock.results.at(-1)?.value));
}

/** Wait until all that the page asks for is there. */
export async function allLoaded(client: QueryClient): Promise<void> {
  await waitFor(() => expect(client.isFetching()).toBe(0));
}

/** Nothing is laid out here; and only what is wrong is worked out to be shown. */
const AXE: axe.RunOptions = {
  rules: { "color-contrast": { enabled: false } },
  reporter: "no-passes",
  iframes: false,
  preload: false,
};

/** What floats over a page or a dialog, outside of it. */
const FLOATING = "[role=listbox], [role=menu], [role=tooltip], [role=status], [role=alert]";

/**
 * Return what axe finds wrong with the open dialog, or else with the page, without the frame around it.
 *
 * Each page and each dialog has its own run; the frame is looked at as a part of the whole in `pages.test.tsx`.
 */
export async function axeViolations(root?: Element): Promise<string[]> {
  const { violations } = await axe.run({ include: root ? [root] : shownParts() }, AXE);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

function shownParts(): Element[] {
  const dialogs = [...document.querySelectorAll("[role=dialog]")];
  const page = document.querySelector("main") ?? document.body;
  return [...(dialogs.length > 0 ? dialogs : [page]), ...document.querySelectorAll(FLOATING)];
}
