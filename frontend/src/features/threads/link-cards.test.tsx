import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { LinkCardOut } from "@/api/generated/types.gen";
import { aMessage, anEvent, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";

const ITEM = "0190a5d0-ac96-774b-bcce-b302099a8057";
const HIDDEN = "0190a5d0-ac96-774b-bcce-b302099a8058";
const BODY = `Див. ${location.origin}/actions/${ITEM} і /threads/${HIDDEN}, а також https://example.org/actions/${ITEM}`;
const CARD: LinkCardOut = {
  ref: `action:${ITEM}`,
  kind: "action",
  title: { uk: "Поручні біля входу", en: "Handrails" },
  url: `/actions/${ITEM}`,
  state: "accepted",
  owner: { uk: "Міська рада", en: "Council" },
  number: 5,
  due_on: "2026-12-20",
  restricted: false,
};
const THREAD = aThread({
  message_count: 2,
  reading: { ranges: [[1, 2]], unread: 0, first_unread: null },
  allowed: ["read", "mark_read"],
});
const LINKING = aMessage(2, { body: BODY, html: `<p>${BODY}</p>` });

setupPageTest();

function served(card: () => LinkCardOut | null) {
  const found = card();
  return mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([1], 0), items: [aMessage(1), LINKING] },
    "GET /api/v1/link-cards": () => ({ items: [found && card()].filter((one) => one !== null) }),
  });
}

const cardOf = async () => {
  const article = await screen.findByRole("article", { name: /Повідомлення 2/ });
  return within(article).findByRole("link", { name: /Поручні біля входу/ });
};

describe("what a message links to", () => {
  it("is shown below it by one request, but for what its reader does not see and what is elsewhere", async () => {
    const { asked } = served(() => CARD);
    renderApp(`/threads/${THREAD_ID}`);
    const card = await cardOf();
    expect(card.getAttribute("href")).toBe(`/actions/${ITEM}`);
    expect(card.textContent).toMatch(/Доручення №.5.*Поручні біля входу.*Міська рада.*до 20\.12\.2026/);
    const requests = asked.filter((one) => one.includes("link-cards"));
    expect(requests.map(decodeURIComponent)).toEqual([
      `GET /api/v1/link-cards?refs=action:${ITEM},thread:${HIDDEN}`,
    ]);
    const article = await screen.findByRole("article", { name: /Повідомлення 2/ });
    expect(within(article).queryAllByRole("link").length).toBe(1);
    expect(await axeViolations()).toEqual([]);
  });

  it("follows what becomes of it", async () => {
    let card = CARD;
    served(() => card);
    renderApp(`/threads/${THREAD_ID}`);
    await cardOf();
    const topic = `action:${ITEM}`;
    await waitFor(() => expect(TestSocket.last?.sent.some((one) => one.topic === topic)).toBe(true));
    card = { ...CARD, title: { uk: "Поручні біля входу: готово", en: "Ready" }, state: "done" };
    act(() => {
      TestSocket.last?.say(anEvent(1, "tasks.action_accepted", {}, topic));
    });
    expect(await screen.findByRole("link", { name: /готово/ })).toBeDefined();
  });
});
