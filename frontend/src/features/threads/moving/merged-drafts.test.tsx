import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { OutgoingMessage } from "@/outbox/items";
import { Store } from "@/outbox/store";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const OTHER = "01900000-0000-7000-8000-0000000000cc";
const GONE = aThread({
  state: "closed",
  closed_at: "2025-12-08T10:00:00Z",
  merged: true,
  merged_into: OTHER,
  allowed: ["read"],
});
const HERE = aThread({ id: OTHER, title: { uk: "Входи", en: "" }, allowed: ["read", "post"] });
const REFUSED: OutgoingMessage = {
  client_id: "refused",
  thread_id: THREAD_ID,
  group_id: GROUP_ID,
  body: "Ключі в чергової",
  reply_to: "message-9",
  quote: { message_id: "message-9", text: null, version: 1 },
  on_behalf: false,
  mandate_id: null,
  written_at: "2026-01-01T00:00:00Z",
  refusal: "Розмова триває в іншій темі",
};
const SAID = { reply_to: null, quote: null, on_behalf: false, mandate_id: null };

function around(gone = GONE) {
  const path = (id: string) => `GET /api/v1/threads/${id}`;
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [gone, HERE], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [path(THREAD_ID)]: gone,
    [`${path(THREAD_ID)}/messages`]: windowOf([], 0),
    [`${path(THREAD_ID)}/merges`]: { items: [], next_cursor: null },
    [path(OTHER)]: HERE,
    [`${path(OTHER)}/messages`]: windowOf([1], 0),
    [`${path(OTHER)}/draft`]: { body: "", ...SAID, updated_at: null, version: 0 },
  };
}

async function stored<T>(ask: (store: Store) => Promise<T>): Promise<T> {
  const store = await Store.open(ME.id);
  const found = await ask(store);
  store.close();
  return found;
}

setupPageTest();

it("what was refused in a thread that went on is put in other words where it went on", async () => {
  await stored((store) => store.keep(REFUSED));
  await stored((store) => store.keepDraft({ thread_id: OTHER, text: "Почате там" }));
  mockApi({
    ...around(),
    "GET /api/v1/messages/message-9": aMessage(9, { thread_id: OTHER }),
  });
  renderApp(`/threads/${THREAD_ID}`);
  await screen.findByText("Ключі в чергової");
  expect(screen.queryByRole("button", { name: "Спробувати ще" })).toBeNull();
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Змінити в іншій темі" }));
  await screen.findByRole("heading", { level: 1, name: "Входи" });
  const field = await screen.findByRole("textbox", { name: "Текст повідомлення" });
  await waitFor(() => expect(field).toHaveProperty("value", "Почате там\n\nКлючі в чергової"));
  expect(await stored((store) => store.letters())).toEqual([]);
  expect(await stored((store) => store.draft(OTHER))).toMatchObject({ reply_to: "message-9" });
});

it("what it answered is let go of where that did not go along, and its files go along", async () => {
  const file = { id: "f1", name: "план.pdf", media_type: "application/pdf", size: 9 } as never;
  await stored((store) => store.keep({ ...REFUSED, attachments: [{ file, alt: "План" }] }));
  mockApi({ ...around(), "GET /api/v1/messages/message-9": new ProblemResponse(404, "not_found") });
  renderApp(`/threads/${THREAD_ID}`);
  await userEvent.click(await screen.findByRole("button", { name: "Змінити в іншій темі" }));
  await screen.findByRole("heading", { level: 1, name: "Входи" });
  expect(await screen.findByDisplayValue("Ключі в чергової")).toBeDefined();
  expect(await screen.findByText(/план\.pdf/)).toBeDefined();
  expect(await stored((store) => store.draft(OTHER))).toMatchObject({ reply_to: null, quote: null });
});

it("what was refused stays where one cannot write and the way on is not seen", async () => {
  await stored((store) => store.keep(REFUSED));
  mockApi(around({ ...GONE, merged_into: null }));
  renderApp(`/threads/${THREAD_ID}`);
  await screen.findByText("Ключі в чергової");
  expect(screen.queryByRole("button", { name: /^Змінити/ })).toBeNull();
  expect(screen.getByRole("button", { name: "Скасувати" })).toBeDefined();
});

it("what was begun in a thread that went on is read there and taken along", async () => {
  await stored((store) => store.keepDraft({ thread_id: THREAD_ID, text: "Ще одне", ...SAID }));
  mockApi(around());
  renderApp(`/threads/${THREAD_ID}`);
  await screen.findByText("Ще одне");
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Дописати в іншій темі" }));
  await screen.findByRole("heading", { level: 1, name: "Входи" });
  expect(await screen.findByDisplayValue("Ще одне")).toBeDefined();
  await waitFor(async () => expect(await stored((store) => store.draft(THREAD_ID))).toBeNull());
});

it("what the server still has of it is read and taken along, too", async () => {
  mockApi({
    ...around(),
    [`GET /api/v1/threads/${THREAD_ID}/draft`]: { body: "З телефона", ...SAID, updated_at: null, version: 4 },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await screen.findByText("З телефона");
  await userEvent.click(screen.getByRole("button", { name: "Дописати в іншій темі" }));
  expect(await screen.findByDisplayValue("З телефона")).toBeDefined();
});
