import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Store } from "@/outbox/store";
import { aMessage, aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const WORDS = "Петро: 067 123 45 67";
const PHONE = { pointer: "/body", code: "phone", message: "Схоже на номер телефону.", span: [7, 20] };
const THREAD = aThread({
  message_count: 2,
  reading: { ranges: [[1, 2]], unread: 0, first_unread: null },
  allowed: ["read", "mark_read", "post", "support", "edit", "pin"],
});
const MINE = aMessage(2, { author: aVoice("me"), body: "Пандус є", html: "<p>Пандус є</p>" });
const MESSAGES = `/api/v1/threads/${THREAD_ID}/messages`;
const BASE = {
  ...EMPTY_API,
  [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET ${MESSAGES}`]: { ...windowOf([1], 0), items: [aMessage(1), MINE] },
};

setupPageTest();

interface Sent {
  body: string;
  client_id: string;
  confirmed?: string[];
}

/** A server that takes a message only as it is meant. */
function careful(faults = [PHONE]) {
  const sent: Sent[] = [];
  mockApi({
    ...BASE,
    [`POST ${MESSAGES}`]: async (request: Request) => {
      const said: Sent = await request.json();
      sent.push(said);
      const meant = !said.body.includes("067") || said.confirmed?.includes("phone");
      const message = aMessage(3, { author: aVoice("me"), body: said.body, client_id: said.client_id });
      return meant ? message : new ProblemResponse(422, "personal_data", faults);
    },
  });
  return sent;
}

async function write(words: string) {
  const user = userEvent.setup();
  const field = await screen.findByRole("textbox", { name: "Текст повідомлення" });
  await user.type(field, words);
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(field).toHaveProperty("value", ""));
  return { user, field };
}

const question = () => screen.findByRole("dialog", { name: "Схоже на персональні дані" });

describe("a message that would give something away", () => {
  it("is asked about, with what is meant marked in it, and goes back to be reworded", async () => {
    const sent = careful();
    renderApp(`/threads/${THREAD_ID}`);
    const { user, field } = await write(WORDS);
    const dialog = await question();
    expect(within(dialog).getByRole("listitem").textContent).toBe("Схоже на номер телефону. 067 123 45 67");
    expect(dialog.querySelector("mark")?.textContent).toBe("067 123 45 67");
    expect(await axeViolations()).toEqual([]);
    const reword = within(dialog).getByRole("button", { name: "Перефразувати" });
    await waitFor(() => expect(document.activeElement).toBe(reword));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(field).toHaveProperty("value", WORDS));
    await waitFor(() => expect(document.activeElement).toBe(field));
    await waitFor(() => expect(screen.queryByText(/Чекає на ваше рішення/)).toBeNull());
    expect(sent.length).toBe(1);
  });

  it.each([
    ["місце, яке не можна розголошувати", ["sensitive_place"]],
    ["персональні дані та місце, яке не можна розголошувати", ["phone", "sensitive_place"]],
  ])("is said to look like what was found: %s", async (what, codes) => {
    careful(codes.map((code) => ({ ...PHONE, code })));
    renderApp(`/threads/${THREAD_ID}`);
    await write(WORDS);
    expect(await screen.findByRole("dialog", { name: `Схоже на ${what}` })).toBeDefined();
    expect(screen.getByText(`Чекає на ваше рішення. Схоже на ${what}.`)).toBeDefined();
  });

  it("is sent once its writer says that it is meant", async () => {
    const sent = careful();
    renderApp(`/threads/${THREAD_ID}`);
    const { user } = await write(WORDS);
    await user.click(within(await question()).getByRole("button", { name: "Усе одно надіслати" }));
    await waitFor(() => expect(sent.length).toBe(2));
    expect(sent.map(({ confirmed }) => confirmed)).toEqual([undefined, ["phone"]]);
    expect(sent[0]?.client_id).toBe(sent[1]?.client_id);
    expect(await screen.findByRole("article", { name: /Повідомлення 3/ })).toBeDefined();
  });

  it("waits where it stands when nothing is decided, and can be looked at again", async () => {
    careful();
    renderApp(`/threads/${THREAD_ID}`);
    const { user } = await write(WORDS);
    await question();
    await user.keyboard("{Escape}");
    expect(await screen.findByText(/Чекає на ваше рішення/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Переглянути" }));
    expect(await question()).toBeDefined();
  });

  it("that was written long ago, without a line, calls nobody away", async () => {
    careful();
    const store = await Store.open("me");
    await store.keep({
      client_id: "old",
      thread_id: THREAD_ID,
      body: WORDS,
      reply_to: null,
      on_behalf: false,
      mandate_id: null,
      written_at: "2026-01-01T00:00:00Z",
      refusal: null,
    });
    store.close();
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(/Чекає на ваше рішення/)).toBeDefined();
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

it("what is said of a file is asked about with the words that stand there", async () => {
  mockApi(BASE);
  const store = await Store.open("me");
  const file = { id: "photo", name: "схема.png", media_type: "image/png", size: 9, width: 2, height: 2 };
  await store.keep({
    client_id: "new",
    thread_id: THREAD_ID,
    body: "Ось схема",
    attachments: [
      { file, alt: "Схема" },
      { file: { ...file, id: "plan" }, alt: WORDS },
    ],
    reply_to: null,
    on_behalf: false,
    mandate_id: null,
    written_at: new Date().toISOString(),
    refusal: PHONE.message,
    concerns: [{ ...PHONE, pointer: "/attachments/1/alt", code: "phone" }],
  });
  store.close();
  renderApp(`/threads/${THREAD_ID}`);
  const dialog = await question();
  expect(within(dialog).getByRole("listitem").textContent).toBe("Схоже на номер телефону. 067 123 45 67");
  expect(dialog.querySelector("mark")?.textContent).toBe("067 123 45 67");
});

it("why a thread is opened again is asked about", async () => {
  const closed = { ...THREAD, state: "closed" as const, allowed: ["read", "reopen"] };
  const sent: { reason: string; confirmed?: string[] }[] = [];
  mockApi({
    ...BASE,
    [`GET /api/v1/threads/${THREAD_ID}`]: closed,
    [`POST /api/v1/threads/${THREAD_ID}/transitions`]: async (request: Request) => {
      const said = await request.json();
      sent.push(said);
      return said.confirmed
        ? THREAD
        : new ProblemResponse(422, "personal_data", [{ ...PHONE, pointer: "/reason" }]);
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Відкрити знову" }));
  const step = within(await screen.findByRole("dialog", { name: "Відкрити знову" }));
  await user.type(step.getByRole("textbox", { name: /Чому відкриваєте/ }), WORDS);
  await user.click(step.getByRole("button", { name: "Відкрити знову" }));
  const dialog = await question();
  expect(dialog.querySelector("mark")?.textContent).toBe("067 123 45 67");
  await user.click(within(dialog).getByRole("button", { name: "Усе одно відкрити" }));
  await waitFor(() => expect(sent.map((one) => one.confirmed?.[0])).toEqual([undefined, "phone"]));
});

it("other words for a message are asked about, too", async () => {
  const confirmed: unknown[] = [];
  mockApi({
    ...BASE,
    "PATCH /api/v1/messages/message-2": async (request: Request) => {
      const said: Sent = await request.json();
      confirmed.push(said.confirmed);
      const changed = { ...MINE, version: 2, body: said.body, html: `<p>${said.body}</p>` };
      return said.confirmed ? changed : new ProblemResponse(422, "personal_data", [PHONE]);
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const user = userEvent.setup();
  const article = await screen.findByRole("article", { name: /Повідомлення 2/ });
  await user.click(within(article).getByRole("button", { name: /Дії з повідомленням/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Змінити" }));
  const field = screen.getByRole("textbox", { name: "Текст повідомлення" });
  await user.clear(field);
  await user.type(field, WORDS);
  const save = () => user.click(screen.getByRole("button", { name: /^Зберегти/ }));
  await save();
  await user.click(within(await question()).getByRole("button", { name: "Перефразувати" }));
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(field).toHaveProperty("value", WORDS);
  await save();
  await user.click(within(await question()).getByRole("button", { name: "Усе одно зберегти" }));
  expect(await within(article).findByText(WORDS)).toBeDefined();
  expect(confirmed).toEqual([undefined, undefined, ["phone"]]);
});

it("a question to the group is asked about, and nothing that was filled in is lost", async () => {
  const sent: { title: string; confirmed?: string[] }[] = [];
  mockApi({
    ...BASE,
    [`PATCH /api/v1/threads/${THREAD_ID}`]: async (request: Request) => {
      const said = await request.json();
      sent.push(said);
      return said.confirmed
        ? THREAD
        : new ProblemResponse(422, "personal_data", [{ ...PHONE, pointer: "/title" }]);
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const user = userEvent.setup();
  await chooseThreadAction("Змінити тему", user);
  const field = await screen.findByRole("textbox", { name: /Питання до групи/ });
  await user.clear(field);
  await user.type(field, WORDS);
  await user.click(screen.getByRole("button", { name: "Зберегти" }));
  await user.click(within(await question()).getByRole("button", { name: "Перефразувати" }));
  expect(await screen.findByDisplayValue(WORDS)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Зберегти" }));
  await user.click(within(await question()).getByRole("button", { name: "Усе одно зберегти" }));
  const confirmed = () => sent.map((one) => one.confirmed?.[0]);
  await waitFor(() => expect(confirmed()).toEqual([undefined, undefined, "phone"]));
});
