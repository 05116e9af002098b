import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { MessageOut, MustReadOut, ReaderOut } from "@/api/generated/types.gen";
import {
  aMessage,
  anEvent,
  aThread,
  aVoice,
  GROUP_ID,
  THREAD_ID,
  windowOf,
} from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const ASKED: MustReadOut = {
  due_on: "2099-12-12",
  marked_at: "2025-12-08T10:30:00Z",
  marked_by: aVoice("leader").person,
  acknowledged: false,
};
const THREAD = aThread({
  message_count: 1,
  reading: { ranges: [[1, 1]], unread: 0, first_unread: null },
  allowed: ["read", "see_access", "acknowledge", "make_must_read"],
});
const reader = (id: string, uk: string): ReaderOut => ({
  person: { id, name: { uk, en: uk }, gender: "neutral" },
  organisation: null,
  ranges: [],
});
const READERS = [reader("person-1", "Авторка"), reader("person-2", "Перший"), reader("me", "Я")];
const LIST = "GET /api/v1/messages/message-1/acknowledgements";
const named = (id: string, uk: string, given: boolean, asked = true) => ({
  ...reader(id, uk),
  acknowledged_at: given ? "2025-12-08T11:00:00Z" : null,
  version: given ? 1 : null,
  asked,
});
const ANSWERS = [named("me", "Я", false), named("person-2", "Перший", true)];

function page(message: Partial<MessageOut>, thread = THREAD) {
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/readers`]: { items: READERS },
    [LIST]: { items: ANSWERS },
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([], 0), items: [aMessage(1, message)] },
  };
}

setupPageTest();

const ANSWER = "PUT /api/v1/messages/message-1/acknowledgement";
const article = () => screen.findByRole("article", { name: /Повідомлення 1/ });
const button = /Підтвердити ознайомлення/;

describe("what must be read", () => {
  it("asks until it is acknowledged, says by when and how many have", async () => {
    const must_read = { ...ASKED, acknowledged: true };
    const sent: unknown[] = [];
    const { asked } = mockApi({
      ...page({ must_read: ASKED, version: 4 }),
      [LIST]: () => ({
        items: sent.length ? ANSWERS.map((one) => named(one.person.id, "Я", true)) : ANSWERS,
      }),
      [ANSWER]: async (request: Request) => {
        sent.push(await request.json());
        return { message_id: "message-1", must_read };
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article();
    expect(await within(message).findByText(/строк — 12 грудня 2099/)).toBeDefined();
    expect(await within(message).findByText("Ознайомлено: 1 із 2")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await storeOpened();
    await userEvent.dblClick(within(message).getByRole("button", { name: button }));
    expect(await within(message).findByText("Ознайомлення підтверджено")).toBeDefined();
    expect(within(message).queryByRole("button", { name: button })).toBeNull();
    expect(await within(message).findByText("Ознайомлено: 2 із 2")).toBeDefined();
    expect(asked.filter((one) => one === ANSWER)).toHaveLength(1);
    expect(sent).toEqual([{ version: 4 }]);
    expect(document.activeElement).toBe(message);
  });

  it("asks nothing of its author, who sees how many have", async () => {
    mockApi(page({ must_read: ASKED, author: aVoice("me") }));
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article();
    expect(await within(message).findByText(/Ознайомлено/)).toBeDefined();
    expect(within(message).queryByRole("button", { name: button })).toBeNull();
  });

  it("tells a guest of nobody, and takes their word", async () => {
    const { asked } = mockApi(page({ must_read: ASKED }, { ...THREAD, allowed: ["read", "acknowledge"] }));
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article();
    expect(await within(message).findByRole("button", { name: button })).toBeDefined();
    expect(asked).not.toContain(LIST);
    expect(within(message).queryByText(/Ознайомлено/)).toBeNull();
  });

  it("follows the events: asked, and no more", async () => {
    mockApi(page({}));
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article();
    expect(within(message).queryByText(/Обов’язкове/)).toBeNull();
    const say = (
      seq: number,
      kind: "dialogue.message_made_must_read" | "dialogue.message_must_read_lifted",
      must_read: MustReadOut | null,
    ) => act(() => TestSocket.last?.say(anEvent(seq, kind, { message_id: "message-1", must_read })));
    await waitFor(() => expect(TestSocket.last?.sent.length).toBeGreaterThan(1));
    say(1, "dialogue.message_made_must_read", ASKED);
    expect(await within(message).findByRole("button", { name: button })).toBeDefined();
    say(2, "dialogue.message_must_read_lifted", null);
    await waitFor(() => expect(within(message).queryByText(/Обов’язкове/)).toBeNull());
  });

  it("says that nobody is asked any more when the answer comes too late", async () => {
    mockApi({ ...page({ must_read: ASKED }), [ANSWER]: new ProblemResponse(409, "not_must_read") });
    renderApp(`/threads/${THREAD_ID}`);
    const answer = await screen.findByRole("button", { name: button });
    await waitFor(() => expect(answer).toHaveProperty("disabled", false));
    await userEvent.click(answer);
    expect(await screen.findByText("not_must_read")).toBeDefined();
    expect(await screen.findByRole("button", { name: button })).toBeDefined();
  });

  it("names who has and who has not", async () => {
    const items = [...ANSWERS, named("x", "Колишня", true, false)];
    mockApi({ ...page({ must_read: ASKED, version: 2 }), [LIST]: { items } });
    renderApp(`/threads/${THREAD_ID}`);
    await userEvent.click(await screen.findByRole("button", { name: "Ознайомлено: 1 із 2" }));
    const dialog = await screen.findByRole("dialog", { name: "Хто ознайомився" });
    expect(await within(dialog).findByText("Ще чекаємо: 1")).toBeDefined();
    expect(within(dialog).getByText("Ознайомлено: 2")).toBeDefined();
    expect(within(dialog).getByText(/уже не читає тему/)).toBeDefined();
    expect(within(dialog).getAllByText(/попередній текст/)).toHaveLength(2);
    expect(await axeViolations(dialog)).toEqual([]);
  });
});

describe("whoever leads", () => {
  it("asks by a day, and lifts it", async () => {
    const sent: unknown[] = [];
    const { asked } = mockApi({
      ...page({}),
      "PUT /api/v1/messages/message-1/must-read": async (request: Request) => {
        sent.push(await request.json());
        return { message_id: "message-1", must_read: ASKED };
      },
      "DELETE /api/v1/messages/message-1/must-read": { message_id: "message-1", must_read: null },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const user = userEvent.setup();
    const message = await article();
    const menu = () => user.click(within(message).getByRole("button", { name: /Дії з повідомленням/ }));
    await menu();
    await user.click(await screen.findByRole("menuitem", { name: "Зробити обов’язковим…" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText(/Ознайомитися до/), "12.12.2099");
    expect(await axeViolations(dialog)).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Зробити обов’язковим" }));
    expect(await within(message).findByText(/Обов’язкове до прочитання/)).toBeDefined();
    expect(sent).toEqual([{ due_on: "2099-12-12" }]);
    await menu();
    await user.click(await screen.findByRole("menuitem", { name: "Більше не обов’язкове" }));
    await waitFor(() => expect(within(message).queryByText(/Обов’язкове/)).toBeNull());
    expect(asked).toContain("DELETE /api/v1/messages/message-1/must-read");
  });
});
