import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { GistOut, MandateOutList, ThreadOutParts } from "@/api/generated/types.gen";
import { preloadPage } from "@/lib/preload-page";
import { meQuery } from "@/queries/me";
import { makeRound } from "@/testing/factories";
import { anEvent, aThread, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { allLoaded, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";
import { createQueryClient } from "./query-client";
import { askWhoIsHere, makeRouter } from "./router";

const TODAY = EMPTY_API["GET /api/v1/today"];
const MANDATES: MandateOutList = { items: [] };
const AROUND = { mandates: MANDATES, offices: { items: [], next_cursor: null }, today: TODAY };
const GIST: GistOut = {
  summary: {
    body: "Двері ширші.",
    html: "<p>Двері ширші.</p>",
    cited: [],
    through: 1,
    author: null,
    written_at: "2025-12-08T10:00:00Z",
    earlier: 0,
    version: 1,
  },
  questions: [],
  statements: [],
  seq: 0,
};
const NO_ITEMS = { items: [], next_cursor: null, seq: null };
const PARTS: ThreadOutParts = {
  gist: GIST,
  readers: { items: [] },
  rounds: { items: [makeRound()], next_cursor: null },
  decisions: { items: [], next_cursor: null },
  emergencies: { items: [] },
  action_items: NO_ITEMS,
  discussed_items: NO_ITEMS,
};
/** As long as in the product. */
const FRESH = { staleTime: 30_000 };
const THREAD = `GET /api/v1/threads/${THREAD_ID}`;

/** Answers to `me` and the thread with what is asked along, and to nothing else that pages ask for. */
function served(included: ThreadOutParts) {
  const withParts = (whole: object, parts: object) => (request: Request) =>
    new URL(request.url).searchParams.has("include") ? { ...whole, included: parts } : whole;
  const thread = aThread({
    message_count: 1,
    visibility: "restricted",
    round: "round",
    round_count: 1,
    allowed: ["read", "post", "see_access"],
  });
  return {
    "GET /api/v1/me": withParts(ME, AROUND),
    [THREAD]: withParts(thread, included),
    [`${THREAD}/messages`]: windowOf([1], 0),
    [`${THREAD}/gist`]: { ...GIST, summary: { ...GIST.summary, html: "<p>Двері вужчі.</p>" } },
  };
}

/** Without what follows from the page being looked at. */
const loads = (asked: string[]) => asked.filter((one) => one.startsWith("GET ") && !one.endsWith("/draft"));

/** What is said is folded until its button is pressed. */
async function summary() {
  await userEvent.click(await screen.findByRole("button", { name: "Підсумок" }));
  return screen.getByRole("region", { name: "Підсумок" }).textContent;
}

setupPageTest();

describe("the first load", () => {
  it("of a thread takes three requests", async () => {
    const { asked } = mockApi(served(PARTS));
    const client = renderApp(`/threads/${THREAD_ID}`, FRESH);
    expect(await summary()).toContain("Двері ширші.");
    await allLoaded(client);
    expect(loads(asked)).toEqual([
      "GET /api/v1/me?include=mandates%2Coffices%2Ctoday",
      `${THREAD}?include=gist%2Creaders%2Crounds%2Cdecisions%2Cemergencies%2Caction_items%2Cdiscussed_items`,
      `${THREAD}/messages`,
    ]);
  });

  it("asks by itself for a part that did not come", async () => {
    const { asked } = mockApi(served({ ...PARTS, gist: null }));
    renderApp(`/threads/${THREAD_ID}`, FRESH);
    expect(await summary()).toContain("Двері вужчі.");
    expect(asked).toContain(`${THREAD}/gist`);
  });

  it("asks for a part again after what changes it", async () => {
    const { asked } = mockApi(served(PARTS));
    renderApp(`/threads/${THREAD_ID}`, FRESH);
    expect(await summary()).toContain("Двері ширші.");
    const topic = `thread:${THREAD_ID}`;
    await waitFor(() => expect(TestSocket.last?.sent.some((frame) => frame.topic === topic)).toBe(true));
    act(() => TestSocket.last?.say(anEvent(1, "dialogue.summary_written", {}, topic)));
    expect(await screen.findByText("Двері вужчі.")).toBeDefined();
    expect(asked.filter((one) => one.startsWith(THREAD) && one.includes("include"))).toHaveLength(1);
  });

  it("of Today takes one request", async () => {
    const { asked } = mockApi(served(PARTS));
    const client = renderApp("/", FRESH);
    expect(await screen.findByRole("heading", { name: "На сьогодні все" })).toBeDefined();
    await allLoaded(client);
    expect(asked).toEqual(["GET /api/v1/me?include=mandates%2Coffices%2Ctoday"]);
  });
});

describe("who is here", () => {
  const ask = (path: string) => {
    window.history.pushState({}, "", path);
    const client = createQueryClient({ retry: false });
    askWhoIsHere(client, makeRouter(client));
    return client;
  };

  it("is asked before anything of a page of signed-in people is there", async () => {
    mockApi(served(PARTS));
    const client = ask(`/threads/${THREAD_ID}?message=3`);
    await waitFor(() => expect(client.getQueryData(meQuery.queryKey)).toEqual(ME));
  });

  it("is not asked where anybody may be", () => {
    const { asked } = mockApi(served(PARTS));
    for (const path of ["/sign-in", "/public/threads/1", "/join"]) ask(path);
    expect(asked).toEqual([]);
  });
});

describe("the number at the inbox", () => {
  const place = () =>
    within(screen.getAllByRole("navigation")[0] as HTMLElement).getByRole("link", { name: /Вхідні/ });

  it("comes with Today, follows news, and what is read", async () => {
    const notice = {
      ...{ id: "n-1", kind: "tasks.proposed", url: "/inbox", offers: [], read_at: null },
      ...{ created_at: "2026-01-12T07:00:00Z", title: { uk: "Нове доручення", en: "" } },
      ...{ body: { uk: "", en: "" }, reason: { uk: "", en: "" }, about: null, needs_answer: false },
    };
    let notifications = 1;
    const { asked } = mockApi({
      ...EMPTY_API,
      "GET /api/v1/today": () => ({ ...TODAY, notifications }),
      "GET /api/v1/notifications?needs_answer=true": { items: [], next_cursor: null },
      "GET /api/v1/notifications?needs_answer=false": { items: [notice], next_cursor: null },
      "PUT /api/v1/notifications/n-1/read-group": () => {
        notifications -= 1;
        return { marked: 1 };
      },
    });
    renderApp("/inbox");
    await waitFor(() => expect(place().textContent).toContain("1"));
    notifications = 12;
    const topic = `user:${ME.id}`;
    await waitFor(() => expect(TestSocket.last?.sent.some((frame) => frame.topic === topic)).toBe(true));
    act(() => TestSocket.last?.say(anEvent(1, "notifications.notification_created", {}, topic)));
    await waitFor(() => expect(place().textContent).toContain("12"));
    await userEvent.setup().click(await screen.findByRole("link", { name: "Нове доручення" }));
    await waitFor(() => expect(place().textContent).toContain("11"));
    expect(asked.some((one) => one.includes("unread=true"))).toBe(false);
  });
});

describe("a page that may be opened next", () => {
  it("loads its code, and asks the server for nothing", async () => {
    const { asked } = mockApi(served(PARTS));
    const client = createQueryClient({ retry: false });
    const router = makeRouter(client);
    preloadPage(router, "/inbox?x=1#y");
    const { component } = router.routesByPath["/inbox"].options;
    await waitFor(() => expect(component?.preload).toBeUndefined());
    expect(asked).toEqual([]);
  });
});
