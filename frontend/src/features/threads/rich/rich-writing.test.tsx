import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { Editor, JSONContent } from "@tiptap/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ThreadDraftOut } from "@/api/generated/types.gen";
import { aMessage, aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const OKSANA = aVoice("0190-oksana").person;
const THREAD = aThread({
  message_count: 1,
  reading: { ranges: [[1, 1]], unread: 0, first_unread: null },
  allowed: ["read", "see_access", "mark_read", "follow", "post", "support"],
});
const ADDRESS = `/api/v1/threads/${THREAD_ID}/draft`;
const BASE = {
  ...EMPTY_API,
  [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
  [`GET /api/v1/threads/${THREAD_ID}/readers`]: {
    items: [{ person: OKSANA, organisation: null, ranges: [[1, 1]] }],
  },
};
const begun = (body: string): ThreadDraftOut => ({
  body,
  reply_to: null,
  quote: null,
  on_behalf: false,
  mandate_id: null,
  updated_at: "2025-12-08T10:00:00Z",
  version: 7,
});

setupPageTest();
beforeEach(() => {
  // A desk with a mouse.
  const { matchMedia } = window;
  vi.stubGlobal("matchMedia", (query: string) => ({
    ...matchMedia(query),
    matches: query.includes("pointer: fine"),
  }));
  // Nothing is laid out.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 1, 1);
});

const anyField = () => screen.findByRole("textbox", { name: "Текст повідомлення" });

/** The field with formats, once it is there, and what types into it: jsdom does not. */
async function richField() {
  const plain = await anyField();
  fireEvent.focus(plain);
  const field = await waitFor(() => {
    const found = document.querySelector<HTMLElement & { editor: Editor }>("[contenteditable=true]");
    if (!found) throw new Error("it has not come yet");
    return found;
  });
  const type = (content: JSONContent | JSONContent[] | string) =>
    act(async () => {
      field.editor.chain().focus("end").insertContent(content).run();
      // The editor takes the focus with the next frame: not from what is pressed after this.
      await new Promise(requestAnimationFrame);
    });
  return { field, type };
}

describe("a message is written with its formats shown", () => {
  it("and is sent as Markdown, with who is named in it, by the keys", async () => {
    const sent: string[] = [];
    mockApi({
      ...BASE,
      [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
        const { body, client_id } = await request.json();
        sent.push(body);
        return aMessage(2, { client_id, author: aVoice(ME.id) });
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByTitle(/Прочитали/);
    const { field, type } = await richField();
    expect(await axeViolations()).toEqual([]);
    await type([
      { type: "text", text: "Прошу", marks: [{ type: "bold" }] },
      { type: "text", text: " 2*3, @мел" },
    ]);
    const [option] = await screen.findAllByRole("option");
    expect(option?.textContent).toContain("Оксана Мельничук");
    expect(field.getAttribute("aria-activedescendant")).toBe(option?.id);
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(field.textContent).toBe("Прошу 2*3, @Оксана Мельничук "));
    expect(screen.queryByRole("option")).toBeNull();
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(sent).toEqual(["**Прошу** 2*3, @[Оксана Мельничук](person:0190-oksana)"]));
    await waitFor(() => expect(field.textContent).toBe(""));
  });

  it("and what was begun stands there letter for letter", async () => {
    const put: unknown[] = [];
    const body = "* раз\n* __два__\n\n> так";
    mockApi({
      ...BASE,
      [`GET ${ADDRESS}`]: begun(body),
      [`PUT ${ADDRESS}`]: (request: Request) => {
        put.push(request.url);
        return begun(body);
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByTitle(/Прочитали/);
    const { field } = await richField();
    await waitFor(() => expect(field.querySelector("strong")?.textContent).toBe("два"));
    expect(field.querySelectorAll("li")).toHaveLength(2);
    expect(put).toEqual([]);
  });

  it("and whom it names with an ending stays named when one types on at the marks", async () => {
    const sent: string[] = [];
    vi.unstubAllGlobals();
    const named = "Пишу з @[Оксана Мельничук](person:0190-oksana)ю";
    mockApi({
      ...BASE,
      [`GET ${ADDRESS}`]: begun(named),
      [`PUT ${ADDRESS}`]: () => begun(named),
      [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
        const { body, client_id } = await request.json();
        sent.push(body);
        return aMessage(2, { client_id, author: aVoice(ME.id) });
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const plain = await screen.findByDisplayValue("Пишу з @Оксана Мельничукю");
    await userEvent.type(plain, " завтра{Control>}{Enter}{/Control}");
    await waitFor(() => expect(sent).toEqual([`${named} завтра`]));
  });

  it("unless it says what cannot be shown there: then it stays as it is, and one is told", async () => {
    mockApi({ ...BASE, [`GET ${ADDRESS}`]: begun("&copy; текст") });
    renderApp(`/threads/${THREAD_ID}`);
    const field = await screen.findByDisplayValue("&copy; текст");
    fireEvent.focus(field);
    expect(await screen.findByText(/тож його видно як знаки розмітки/)).toBeDefined();
    expect(await anyField()).toHaveProperty("value", "&copy; текст");
    expect(await axeViolations()).toEqual([]);
    await userEvent.clear(await anyField());
    expect(document.querySelector("[contenteditable=true]")).toBeNull();
    act(() => (document.activeElement as HTMLElement).blur());
    await waitFor(() => expect(document.querySelector("[contenteditable=true]")).not.toBeNull());
  });

  it("with the same buttons, and an address where a link leads", async () => {
    mockApi(BASE);
    renderApp(`/threads/${THREAD_ID}`);
    const { field, type } = await richField();
    await type("наш сайт");
    await userEvent.click(screen.getByRole("button", { name: "Оформлення тексту" }));
    const bar = screen.getByRole("toolbar", { name: "Оформлення тексту" });
    expect(within(bar).queryByRole("button", { name: "Показати, як це виглядатиме" })).toBeNull();
    act(() => void field.editor.commands.selectAll());
    await userEvent.click(within(bar).getByRole("button", { name: /Посилання/ }));
    const address = await screen.findByRole("textbox", { name: "Адреса посилання" });
    expect(document.activeElement).toBe(address);
    await userEvent.type(address, "a.example{Enter}");
    await waitFor(() => expect(field.querySelector("a")?.getAttribute("href")).toBe("https://a.example"));
    expect(screen.queryByRole("textbox", { name: "Адреса посилання" })).toBeNull();
  });

  it("also where one’s own is put in other words", async () => {
    const own = aMessage(1, { author: aVoice(ME.id), body: "Буде **о десятій**" });
    const patched: string[] = [];
    mockApi({
      ...BASE,
      [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([1], 0), items: [own] },
      [`PATCH /api/v1/messages/${own.id}`]: async (request: Request) => {
        patched.push((await request.json()).body);
        return { ...own, version: own.version + 1 };
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const message = await screen.findByRole("article", { name: /Повідомлення 1/ });
    await userEvent.click(within(message).getByRole("button", { name: /Дії/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Змінити" }));
    const { field, type } = await richField();
    await waitFor(() => expect(field.querySelector("strong")?.textContent).toBe("о десятій"));
    await type(" і пів");
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(patched).toHaveLength(1));
    expect(patched[0]).toMatch(/^Буде \*\*о десятій/);
  });

  it("and whom it names stays named when an ending is written to the name", async () => {
    const named = "@[Оксана Мельничук](person:0190-oksana)у запросили";
    const own = aMessage(1, { author: aVoice(ME.id), body: named });
    const patched: string[] = [];
    mockApi({
      ...BASE,
      [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([1], 0), items: [own] },
      [`PATCH /api/v1/messages/${own.id}`]: async (request: Request) => {
        patched.push((await request.json()).body);
        return { ...own, version: own.version + 1 };
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const message = await screen.findByRole("article", { name: /Повідомлення 1/ });
    await userEvent.click(within(message).getByRole("button", { name: /Дії/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Змінити" }));
    const { field, type } = await richField();
    await waitFor(() => expect(field.querySelector("[data-mention]")).not.toBeNull());
    await type(", і не раз");
    fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(patched).toEqual([`${named}, і не раз`]));
  });
});
