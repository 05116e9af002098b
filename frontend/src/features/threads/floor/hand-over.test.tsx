import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { FloorStepOut, MembershipOut, PersonRef, ThreadOut } from "@/api/generated/types.gen";
import { aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const POLICE = {
  id: "police",
  name: { uk: "Поліція", en: "Police" },
  short_name: { uk: "Поліція", en: "Police" },
  sector: "police",
};

const named = (id: string, uk: string): PersonRef => ({ id, name: { uk, en: "" }, gender: "feminine" });
const ME = named("me", "Юлія Ткаченко");
const HEIR = named("heir", "Ганна Бондар");
const OTHER = named("other", "Ольга Мороз");
const WATCHER = named("watcher", "Ніна Сич");

const seat = (person: PersonRef, role: string) =>
  ({ id: person.id, person, mandate_id: `m-${person.id}`, role, organisation: POLICE }) as MembershipOut;

const STEP: FloorStepOut = {
  id: "s1",
  what: "handed_over",
  why: "Відпустка",
  seconds: null,
  successor: { ...aVoice("heir"), person: HEIR },
  at: "2025-12-08T10:00:00Z",
  actor: aVoice(),
};

function served(thread: ThreadOut, more: Record<string, unknown> = {}) {
  mockApi({
    ...EMPTY_API,
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    [`GET /api/v1/groups/${GROUP_ID}/members`]: {
      items: [seat(ME, "member"), seat(HEIR, "member"), seat(OTHER, "secretary"), seat(WATCHER, "observer")],
    },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
    [`GET /api/v1/threads/${THREAD_ID}/readers`]: {
      items: [ME, HEIR].map((person) => ({ person, organisation: POLICE, ranges: [] })),
    },
    [`GET /api/v1/threads/${THREAD_ID}/floor`]: { items: [STEP] },
    ...more,
  });
  renderApp(`/threads/${THREAD_ID}`);
}

const led = (change: Partial<ThreadOut> = {}) =>
  aThread({
    message_count: 1,
    facilitator: ME,
    allowed: ["read", "post", "hand_over", "see_access"],
    ...change,
  });

async function about() {
  await screen.findAllByRole("article");
  const [button] = screen.queryAllByRole("button", { name: "Про тему" });
  if (button) await userEvent.click(button);
}

const NAMED = { name: "Передати ведення теми" };

async function dialogOf() {
  await chooseThreadAction("Передати ведення");
  return within(await screen.findByRole("dialog", NAMED));
}

setupPageTest();

it("whoever leads a thread hands it over to somebody who speaks there, with a word of why", async () => {
  const sent: unknown[] = [];
  served(led(), {
    [`PUT /api/v1/threads/${THREAD_ID}/facilitator`]: async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return led({ facilitator: HEIR, allowed: ["read", "post"], version: 2 });
    },
  });
  const dialog = await dialogOf();
  await userEvent.click(dialog.getByRole("button", { name: "Передати" }));
  expect(dialog.getByText("Виберіть, хто вестиме тему")).toBeDefined();
  expect(dialog.getByText("Напишіть причину")).toBeDefined();
  expect(await axeViolations(screen.getByRole("dialog", NAMED))).toEqual([]);
  await userEvent.click(dialog.getByRole("combobox", { name: "Кому" }));
  const offered = (await screen.findAllByRole("option")).map((one) => one.textContent);
  expect(offered).toEqual(["Ганна Бондар, Поліція", "Ольга Мороз, Поліція"]);
  await userEvent.click(screen.getByRole("option", { name: "Ганна Бондар, Поліція" }));
  await userEvent.type(dialog.getByRole("textbox", { name: "Чому передаєте" }), "Відпустка");
  await userEvent.click(dialog.getByRole("button", { name: "Передати" }));
  expect(await screen.findByText("Тему передано")).toBeDefined();
  expect(sent).toEqual([['"1"', { facilitator: "m-heir", reason: "Відпустка" }]]);
});

it("a restricted thread is offered to those who see it, and what is refused stays as it was typed", async () => {
  const words = "Ви перестанете бачити тему.";
  served(led({ visibility: "restricted" }), {
    [`PUT /api/v1/threads/${THREAD_ID}/facilitator`]: new ProblemResponse(422, "invalid", [
      { pointer: "/facilitator", code: "without_you", message: words },
    ]),
  });
  const dialog = await dialogOf();
  await userEvent.click(dialog.getByRole("combobox", { name: "Кому" }));
  const [only, ...others] = await screen.findAllByRole("option");
  expect([only?.textContent, others]).toEqual(["Ганна Бондар, Поліція", []]);
  await userEvent.click(only as HTMLElement);
  await userEvent.type(dialog.getByRole("textbox", { name: "Чому передаєте" }), "Відпустка");
  await userEvent.click(dialog.getByRole("button", { name: "Передати" }));
  expect(await dialog.findByText(words)).toBeDefined();
  expect(dialog.getByRole("textbox", { name: "Чому передаєте" })).toHaveProperty("value", "Відпустка");
});

it("everybody reads on the record who leads since then, and why", async () => {
  served(led({ allowed: ["read"] }));
  await about();
  expect(screen.queryByRole("button", { name: "Передати ведення" })).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "Як вели обговорення" }));
  await waitFor(() => expect(screen.getByText(/Тепер тему веде Ганна Бондар/)).toBeDefined());
  expect(screen.getByText(/Причина: Відпустка/)).toBeDefined();
  expect(await axeViolations(screen.getByRole("dialog", { name: "Як вели обговорення" }))).toEqual([]);
});

it("everybody reads on the record who closed it, who opened it again, and why", async () => {
  const step = { before: "open", after: "closed", reason: "", at: "2025-12-08T10:00:00Z", actor: aVoice() };
  const again = { ...step, id: "s3", before: "closed", after: "open", reason: "Міст знову закрили" };
  served(led({ allowed: ["read"] }), {
    [`GET /api/v1/threads/${THREAD_ID}/transitions`]: { items: [{ ...step, id: "s2" }, again] },
    [`GET /api/v1/threads/${THREAD_ID}/floor`]: { items: [] },
  });
  await about();
  await userEvent.click(await screen.findByRole("button", { name: "Як вели обговорення" }));
  const record = within(await screen.findByRole("dialog", { name: "Як вели обговорення" }));
  const opened = await record.findByText(/Тему відкрито знову\. Причина: Міст знову закрили/);
  const closed = record.getByText(/Тему закрито\./);
  expect(opened.compareDocumentPosition(closed)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(record.getAllByText(/Оксана Мельничук, 8 грудня/)).toHaveLength(2);
});
