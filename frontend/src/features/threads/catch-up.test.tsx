import { QueryClient } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { CatchUpOut } from "@/api/generated/types.gen";
import { Providers } from "@/app/providers";
import { CatchUp } from "@/modules/threads/catch-up";
import { aMessage, aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";

const { person, organisation } = aVoice("officer");
const TOLD: CatchUpOut = {
  since: "2025-12-01T10:00:00Z",
  messages: 24,
  speakers: [{ person, organisation, messages: 24 }],
  more_speakers: 3,
  must_reads: [{ thread_id: THREAD_ID, title: { uk: "Укриття", en: "Shelter" }, number: 7 }],
  happenings: [
    {
      thread_id: THREAD_ID,
      title: { uk: "Укриття", en: "Shelter" },
      what: "closed",
      at: "2025-12-02T10:00:00Z",
      words: { uk: "Обстежити всі", en: "" },
      answer: "",
      number: null,
      person: null,
      seconds: null,
    },
    {
      thread_id: THREAD_ID,
      title: { uk: "Укриття", en: "Shelter" },
      what: "answered",
      at: "2025-12-01T11:00:00Z",
      words: { uk: "Хто міряє?", en: "Хто міряє?" },
      answer: "Відділ освіти",
      number: 12,
      person: null,
      seconds: null,
    },
    {
      thread_id: THREAD_ID,
      title: { uk: "Укриття", en: "Shelter" },
      what: "handed_over",
      at: "2025-12-03T10:00:00Z",
      words: null,
      answer: "",
      number: null,
      person,
      seconds: null,
    },
    {
      thread_id: THREAD_ID,
      title: { uk: "Укриття", en: "Shelter" },
      what: "slowed",
      at: "2025-12-04T10:00:00Z",
      words: null,
      answer: "",
      number: null,
      person: null,
      seconds: 300,
    },
    {
      thread_id: THREAD_ID,
      title: { uk: "Укриття", en: "Shelter" },
      what: "locked",
      at: "2025-12-05T10:00:00Z",
      words: { uk: "Чекаємо на звіт", en: "Чекаємо на звіт" },
      answer: "",
      number: null,
      person: null,
      seconds: null,
    },
  ],
  actions: [{ id: "item", number: 5, title: { uk: "Поручні", en: "Rails" }, state: "accepted", fresh: true }],
};

setupPageTest();

function served(unread: number, readAt = new Date().toISOString()) {
  const count = unread + 1;
  const thread = aThread({
    message_count: count,
    reading: { ranges: [[1, 1]], unread, first_unread: 2 },
    allowed: ["read"],
  });
  const numbers = Array.from({ length: count }, (_one, nth) => nth + 1);
  const items = numbers.map((number) => aMessage(number, number === 1 ? { posted_at: readAt } : {}));
  return mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf(numbers, 0), items },
    [`GET /api/v1/threads/${THREAD_ID}/catch-up`]: TOLD,
  });
}

describe("what changed since the reader was in a thread", () => {
  it("stands above the first unread message where there are many", async () => {
    const { asked } = served(21);
    renderApp(`/threads/${THREAD_ID}`);
    const card = await screen.findByRole("region", {
      name: /Що нового від останнього прочитаного \(1 грудня/,
    });
    const words = card.textContent?.replaceAll("\u00a0", " ") ?? "";
    expect(words).toContain("Писали");
    expect(words).toContain(": 24та ще 3");
    expect(words).toContain("До чого дійшлиЗакрито, 02.12: Обстежити всі");
    expect(words).toContain("Є відповідь, 01.12: Хто міряє? — Відділ освіти № 12");
    expect(words).toContain("Тепер веде інша людина, 03.12: ");
    expect(words).toContain("Повільний режим, 04.12: не частіше ніж раз на 5 хвилин");
    expect(words).toContain("Обговорення поставлено на паузу, 05.12: Чекаємо на звіт");
    const links = within(card).getAllByRole("link");
    expect(links.map((one) => one.getAttribute("href"))).toEqual([
      `/threads/${THREAD_ID}?message=7`,
      `/threads/${THREAD_ID}?message=12`,
      "/actions/item",
    ]);
    expect(asked).toContain(`GET /api/v1/threads/${THREAD_ID}/catch-up?first=2`);
    const line = screen.getByRole("separator", { name: /Далі/ });
    expect(card.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
  });

  it("is told to who was away for days, however little it is", async () => {
    served(1, "2025-12-01T10:00:00Z");
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByRole("region", { name: /Що нового/ })).toBeDefined();
  });

  it("is no empty card where all that is new is hidden, taken back or the reader's own", () => {
    const nothing = { messages: 0, speakers: [], must_reads: [], happenings: [], actions: [] };
    render(
      <Providers queryClient={new QueryClient()}>
        <CatchUp told={{ ...TOLD, ...nothing }} ofThread />
      </Providers>,
    );
    expect(screen.queryByRole("region", { name: /Що нового/ })).toBeNull();
  });

  it("is not asked for where a little came today", async () => {
    const { asked } = served(3);
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByRole("separator", { name: /Далі/ });
    expect(asked.some((one) => one.includes("catch-up"))).toBe(false);
  });
});
