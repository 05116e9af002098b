import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { MessageOut } from "@/api/generated/types.gen";
import { Store } from "@/outbox/store";
import {
  aMessage,
  anEvent,
  aThread,
  aVoice,
  GROUP_ID,
  THREAD_ID,
  windowOf,
} from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const MINE = aMessage(2, { author: aVoice("me"), body: "Пандус є", html: "<p>Пандус є</p>" });
const THREAD = aThread({
  message_count: 2,
  reading: { ranges: [[1, 2]], unread: 0, first_unread: null },
  allowed: ["read", "mark_read", "post", "support"],
});
const BASE = {
  ...EMPTY_API,
  [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([1], 0), items: [aMessage(1), MINE] },
};

setupPageTest();

async function menuOf(number: number) {
  const user = userEvent.setup();
  const article = await screen.findByRole("article", { name: new RegExp(`Повідомлення ${number}`) });
  await user.click(within(article).getByRole("button", { name: /Дії з повідомленням/ }));
  return { user, article };
}

const corrected = (change: Partial<MessageOut>) => ({ ...MINE, version: 2, ...change });

describe("a message of one's own", () => {
  it.each([
    [2, true],
    [3, false],
  ])(
    "that anybody reads (from %i on) is taken back where nothing is written any more",
    async (first, may) => {
      const thread = {
        ...{ ...THREAD, state: "closed" as const, allowed: ["read", "mark_read"] },
        public: { at: "2026-01-10T09:00:00Z", open: true, first, gist: false },
      };
      mockApi({ ...BASE, [`GET /api/v1/threads/${THREAD_ID}`]: thread });
      renderApp(`/threads/${THREAD_ID}`);
      await menuOf(2);
      expect(await screen.findByRole("menuitem", { name: "Копіювати посилання" })).toBeDefined();
      expect(screen.queryByRole("menuitem", { name: "Змінити" })).toBeNull();
      expect(screen.queryByRole("menuitem", { name: "Видалити…" }) !== null).toBe(may);
    },
  );

  it("is put in other words in the place where one writes, and a draft waits meanwhile", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      "PATCH /api/v1/messages/message-2": async (request: Request) => {
        const { body } = await request.json();
        sent.push([body, request.headers.get("If-Match")]);
        return corrected({ body, html: `<p>${body}</p>`, edited_at: "2025-12-08T10:30:00Z" });
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const { user, article } = await menuOf(2);
    await user.keyboard("{Escape}");
    await user.type(screen.getByRole("textbox", { name: "Текст повідомлення" }), "Ще одне");
    await user.click(within(article).getByRole("button", { name: /Дії з повідомленням/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Змінити" }));
    const field = screen.getByRole("textbox", { name: "Текст повідомлення" });
    expect(field).toHaveProperty("value", "Пандус є");
    expect(await axeViolations()).toEqual([]);
    await user.clear(field);
    await user.type(field, "Пандуса немає");
    await user.click(screen.getByRole("button", { name: /Зберегти/ }));
    expect(await within(article).findByText("Пандуса немає")).toBeDefined();
    expect(within(article).getByRole("button", { name: "змінено" })).toBeDefined();
    expect(sent).toEqual([["Пандуса немає", '"1"']]);
    expect(await screen.findByDisplayValue("Ще одне")).toBeDefined();
  });

  it("keeps what was typed when somebody was faster", async () => {
    const versions: (string | null)[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/messages/message-2": corrected({ version: 5 }),
      "PATCH /api/v1/messages/message-2": (request: Request) => {
        versions.push(request.headers.get("If-Match"));
        return new ProblemResponse(412, "stale");
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const { user } = await menuOf(2);
    await user.click(await screen.findByRole("menuitem", { name: "Змінити" }));
    const field = screen.getByRole("textbox", { name: "Текст повідомлення" });
    await user.type(field, " немає");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(field).toHaveProperty("value", "Пандус є немає");
    await user.click(screen.getByRole("button", { name: /Зберегти/ }));
    await waitFor(() => expect(versions).toEqual(['"1"', '"5"']));
    await user.click(field);
    await user.keyboard("{Escape}");
    expect(screen.getByRole("textbox", { name: "Текст повідомлення" })).toHaveProperty("value", "");
  });

  it("is taken back after a question that shows it", async () => {
    mockApi({
      ...BASE,
      "DELETE /api/v1/messages/message-2": corrected({ deleted: true, body: "", html: "" }),
    });
    renderApp(`/threads/${THREAD_ID}`);
    const { user, article } = await menuOf(2);
    await user.click(await screen.findByRole("menuitem", { name: /Видалити/ }));
    const dialog = await screen.findByRole("dialog", { name: "Видалити повідомлення?" });
    expect(within(dialog).getByText("Пандус є")).toBeDefined();
    await user.click(within(dialog).getByRole("button", { name: "Видалити" }));
    expect(await within(article).findByText("Повідомлення видалено.")).toBeDefined();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("a message of somebody else", () => {
  it("is not theirs to change", async () => {
    mockApi(BASE);
    renderApp(`/threads/${THREAD_ID}`);
    await menuOf(1);
    expect(await screen.findByRole("menuitem", { name: "Копіювати посилання" })).toBeDefined();
    expect(screen.queryByRole("menuitem", { name: "Змінити" })).toBeNull();
    expect(screen.queryByRole("menuitem", { name: /Видалити/ })).toBeNull();
  });

  it("shows what it said before", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/messages/message-1/revisions": {
        items: [{ version: 2, body: "Було", html: "<p>Було</p>", written_at: "2025-12-08T10:31:00Z" }],
        next_cursor: "older",
      },
      "GET /api/v1/messages/message-1/revisions?cursor=older": {
        items: [{ version: 1, body: "Спершу", html: "<p>Спершу</p>", written_at: "2025-12-08T10:01:00Z" }],
        next_cursor: null,
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Повідомлення 1");
    const message = aMessage(1, { html: "<p>Стало</p>", edited_at: "2025-12-08T11:00:00Z", version: 3 });
    act(() => TestSocket.last?.say(anEvent(1, "dialogue.message_edited", { message })));
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "змінено" }));
    const dialog = await screen.findByRole("dialog", { name: "Як це повідомлення змінювали" });
    expect(await within(dialog).findByText("Було")).toBeDefined();
    await user.click(within(dialog).getByRole("button", { name: "Показати давніші" }));
    expect(await within(dialog).findByText("Спершу")).toBeDefined();
    expect(
      within(dialog)
        .getAllByRole("listitem")
        .map((one) => one.lastChild?.textContent),
    ).toEqual(["Стало", "Було", "Спершу"]);
    expect(within(dialog).queryByRole("button", { name: "Показати давніші" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("what was read", () => {
  it("waits again from a message on, and nothing marks it meanwhile", async () => {
    const reading = { ranges: [[1, 1]], unread: 1, first_unread: 2 };
    const { asked } = mockApi({ ...BASE, [`PUT /api/v1/threads/${THREAD_ID}/unread`]: reading });
    renderApp(`/threads/${THREAD_ID}`);
    const { user } = await menuOf(2);
    await user.click(await screen.findByRole("menuitem", { name: "Позначити непрочитаним звідси" }));
    expect(await screen.findByText("Тема чекатиме на вас із цього місця")).toBeDefined();
    await waitFor(() => expect(location.pathname).toBe("/"));
    expect(asked.filter((one) => one.endsWith("/read"))).toEqual([]);
  });
});

describe("while the browser opens its store", () => {
  it("what is sent stays where it was written", async () => {
    vi.spyOn(Store, "open").mockReturnValue(new Promise(() => undefined));
    mockApi(BASE);
    renderApp(`/threads/${THREAD_ID}`);
    await userEvent.type(await screen.findByRole("textbox", { name: "Текст повідомлення" }), "Ще одне");
    await userEvent.click(screen.getByRole("button", { name: "Надіслати" }));
    expect(screen.getByRole("textbox", { name: "Текст повідомлення" })).toHaveProperty("value", "Ще одне");
  });
});
