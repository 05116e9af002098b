import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { QuoteOut } from "@/api/generated/types.gen";
import type { EventKind } from "@/realtime/frames";
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
import { mockApi, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const SOURCE = aMessage(1, {
  html: "<p>Пандус є у <strong>чотирьох</strong></p>",
  body: "Пандус є у **чотирьох**",
});
const QUOTE: QuoteOut = {
  message_id: SOURCE.id,
  number: 1,
  author: SOURCE.author.person,
  text: "у чотирьох",
  version: 1,
  state: "same",
};
const THREAD = aThread({
  message_count: 2,
  reading: { ranges: [[1, 2]], unread: 0, first_unread: null },
  allowed: ["read", "post"],
});

function page(quote: QuoteOut | null = QUOTE) {
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: {
      ...windowOf([], 0),
      items: [SOURCE, aMessage(2, { quote, author: aVoice("x") })],
    },
  };
}

setupPageTest();

const article = (number: number) =>
  screen.findByRole("article", { name: new RegExp(`Повідомлення ${number}`) });

async function quotedFrom(number: number, item: string, choose?: (element: HTMLElement) => void) {
  const sent: unknown[] = [];
  mockApi({
    ...page(null),
    [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
      const body = await request.json();
      sent.push([body.reply_to, body.quote]);
      return aMessage(3, { client_id: body.client_id, body: body.body });
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const user = userEvent.setup();
  const message = await article(number);
  choose?.(message);
  await user.click(within(message).getByRole("button", { name: /Дії з повідомленням/ }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
  const form = screen.getByRole("form", { name: "Нове повідомлення" });
  expect(await axeViolations(form)).toEqual([]);
  const quoted = form.querySelector("q")?.textContent;
  await user.type(within(form).getByRole("textbox"), "Згодна");
  await storeOpened();
  await user.click(within(form).getByRole("button", { name: /Надіслати/ }));
  await waitFor(() => expect(sent).toHaveLength(1));
  return { sent, quoted };
}

describe("a quote", () => {
  it("stands above the answer and leads to its source", async () => {
    mockApi(page());
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article(2);
    expect(within(message).getByText("у чотирьох").tagName).toBe("BLOCKQUOTE");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(message).getByRole("button", { name: /перейти до повідомлення 1/ }));
    expect(document.activeElement).toBe(await article(1));
  });

  it("says that its source has changed, and no words of what was taken back", async () => {
    mockApi(page());
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article(2);
    await waitFor(() => expect(TestSocket.last?.sent.length).toBeGreaterThan(1));
    const say = (seq: number, kind: EventKind, change: object) =>
      act(() => TestSocket.last?.say(anEvent(seq, kind, { message: { ...SOURCE, ...change }, excerpt: "" })));
    say(1, "dialogue.message_edited", { version: 2, html: "<p>Інакше</p>" });
    expect(await within(message).findByText("текст відтоді змінено")).toBeDefined();
    expect(within(message).getByText("у чотирьох")).toBeDefined();
    say(2, "dialogue.message_withdrawn", { version: 3, html: "", body: "", deleted: true });
    expect(await within(message).findByText("Процитоване повідомлення видалено.")).toBeDefined();
    expect(within(message).queryByText("у чотирьох")).toBeNull();
  });

  it("is of the whole message from its menu", async () => {
    const { sent, quoted } = await quotedFrom(1, "Цитувати");
    // No words of others are kept in the browser: only which wording was seen.
    expect(sent).toEqual([[SOURCE.id, { message_id: SOURCE.id, text: null, version: 1 }]]);
    expect(quoted).toBe("Пандус є у чотирьох");
  });

  it("is of the whole message, also when words are chosen in it", async () => {
    const { quoted } = await quotedFrom(1, "Цитувати", (message) => {
      document.getSelection()?.selectAllChildren(within(message).getByText("чотирьох"));
      fireEvent(document, new Event("selectionchange"));
    });
    expect(quoted).toBe("Пандус є у чотирьох");
  });

  it("is of the words that are chosen in it", async () => {
    const { sent } = await quotedFrom(1, "Цитувати виділене", (message) => {
      const word = within(message).getByText("чотирьох");
      document.getSelection()?.selectAllChildren(word);
      fireEvent(document, new Event("selectionchange"));
    });
    expect(sent).toEqual([[SOURCE.id, { message_id: SOURCE.id, text: "чотирьох" }]]);
  });
});
