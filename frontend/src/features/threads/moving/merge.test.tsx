import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { ThreadMergeOut, ThreadOut } from "@/api/generated/types.gen";
import { makePage } from "@/testing/factories";
import { aMessage, aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const READER: ThreadOut["allowed"] = ["read", "mark_read", "post", "support"];
const OTHER = "01900000-0000-7000-8000-0000000000cc";
const other = aThread({ id: OTHER, title: { uk: "Входи", en: "Entrances" }, allowed: ["read", "merge"] });

const merge: ThreadMergeOut = {
  id: "m1",
  source: { id: THREAD_ID, title: { uk: "Укриття", en: "Shelters" } },
  into: { id: OTHER, title: { uk: "Входи", en: "Entrances" } },
  first: 2,
  count: 1,
  reason: "Те саме двічі",
  at: "2025-12-08T10:00:00Z",
  actor: aVoice("p"),
};

function pageOf(thread: ThreadOut, window = windowOf([1], 0)) {
  const path = `GET /api/v1/threads/${thread.id}`;
  return {
    [path]: thread,
    [`${path}/messages`]: window,
    [`${path}/floor`]: { items: [] },
    [`${path}/moves`]: { items: [] },
    [`${path}/splits`]: { items: [] },
    [`${path}/merges`]: { items: [merge] },
    [`${path}/merge-obstacles`]: { items: [] },
  };
}

function around(...threads: ThreadOut[]) {
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: threads, next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  };
}

async function about(user: ReturnType<typeof userEvent.setup>) {
  const [button] = await screen.findAllByRole("button", { name: "Про тему" });
  if (button) await user.click(button);
}

setupPageTest();

it("a thread goes on in another one that its leader leads, too", async () => {
  const user = userEvent.setup();
  const thread = aThread({ allowed: [...READER, "edit", "merge"], version: 3, message_count: 6 });
  const notMine = aThread({ id: `${OTHER.slice(0, -1)}d`, title: { uk: "Чужа", en: "" }, allowed: READER });
  const said = [1, 2, 3, 4, 5].map((number) => aMessage(number));
  const sent: unknown[] = [];
  mockApi({
    ...around(thread, other, notMine),
    ...pageOf(thread, windowOf([], 0, { items: [...said, { ...aMessage(6), deleted: true }] })),
    ...pageOf({ ...other, taken_in: [2], message_count: 2 }, windowOf([1, 2], 0)),
    [`POST /api/v1/threads/${THREAD_ID}/merges`]: async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return { ...other, taken_in: [2], message_count: 2 };
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Об’єднати з іншою темою", user);
  const dialog = await screen.findByRole("dialog", { name: "Об’єднати з іншою темою" });
  expect(dialog.textContent).toContain("Тут 5 повідомлень");
  await user.click(screen.getByRole("button", { name: "Об’єднати" }));
  expect((await screen.findAllByText("Виберіть тему")).length).toBe(1);
  await user.click(screen.getByRole("combobox", { name: "З якою темою" }));
  expect(screen.queryByRole("option", { name: "Чужа" })).toBeNull();
  await user.click(await screen.findByRole("option", { name: "Входи" }));
  await user.type(screen.getByRole("textbox", { name: /Чому об’єднуєте/ }), "Те саме двічі");
  expect(await axeViolations(dialog)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Об’єднати" }));
  await screen.findByText("Теми об’єднано");
  expect(sent).toEqual([['"3"', { into: OTHER, reason: "Те саме двічі", widens: false }]]);
  await screen.findByRole("heading", { level: 1, name: "Входи" });
});

it("what holds a thread apart is said before anything is filled in", async () => {
  const user = userEvent.setup();
  const thread = aThread({ allowed: [...READER, "edit", "merge"], message_count: 1 });
  const why = [
    "На них посилається підсумок: № 1, № 2, № 3 та ще 40",
    "Тут триває коло. Спершу завершіть його.",
  ];
  mockApi({
    ...around(thread),
    ...pageOf(thread, windowOf([1], 0)),
    [`GET /api/v1/threads/${THREAD_ID}/merge-obstacles`]: {
      items: why.map((message, nth) => ({ code: `code${nth}`, message })),
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Об’єднати з іншою темою", user);
  const dialog = await screen.findByRole("dialog", { name: "Об’єднати з іншою темою" });
  await screen.findByText(/Поки що об’єднати цю тему не можна/);
  const said = [...dialog.querySelectorAll("li")].map((one) => one.textContent);
  expect(said).toEqual(why);
  const submit = screen.getByRole("button", { name: "Об’єднати" });
  expect(submit.getAttribute("aria-disabled")).toBe("true");
  expect(await axeViolations(dialog)).toEqual([]);
});

it("where the messages of another thread begin, it says so", async () => {
  const here = { ...other, taken_in: [2], message_count: 2 };
  mockApi({ ...around(here), ...pageOf(here, windowOf([1, 2], 0)) });
  renderApp(`/threads/${OTHER}`);
  await screen.findByRole("heading", { level: 2, name: /Далі сказане в темі «Укриття»/ });
  const lead = screen.getByRole("link", { name: "Відкрити ту тему" });
  expect(lead.getAttribute("href")).toBe(`/threads/${THREAD_ID}`);
});

it("a thread that went on says where, and who comes for a message is led on to it", async () => {
  const user = userEvent.setup();
  const gone = aThread({
    state: "closed",
    closed_at: merge.at,
    merged: true,
    merged_into: OTHER,
    allowed: ["read"],
  });
  const stone = { ...aMessage(1), deleted: true, body: "", html: "", moved: { thread_id: OTHER, number: 2 } };
  const here = { ...other, taken_in: [2], message_count: 2 };
  mockApi({
    ...around(gone, here),
    ...pageOf(gone, windowOf([], 0, { items: [stone] })),
    ...pageOf(here, windowOf([1, 2], 0)),
  });
  renderApp(`/threads/${THREAD_ID}`);
  const way = await screen.findByRole("link", { name: "Входи" });
  expect(way.getAttribute("href")).toBe(`/threads/${OTHER}`);
  expect(await screen.findByText(/пишіть там/)).toBeDefined();
  await about(user);
  await user.click(await screen.findByRole("button", { name: "Як вели обговорення" }));
  expect((await screen.findByText(/Тему об’єднано з іншою/)).textContent).toMatch(/Те саме двічі/);
});

it("who comes for a message of a thread that went on is led on to it", async () => {
  const gone = aThread({
    state: "closed",
    closed_at: merge.at,
    merged: true,
    merged_into: OTHER,
    allowed: ["read"],
  });
  const stone = { ...aMessage(1), deleted: true, body: "", html: "", moved: { thread_id: OTHER, number: 2 } };
  const here = { ...other, taken_in: [2], message_count: 2 };
  mockApi({
    ...around(gone, here),
    ...pageOf(gone, windowOf([], 0, { items: [stone] })),
    ...pageOf(here, windowOf([1, 2], 0)),
  });
  renderApp(`/threads/${THREAD_ID}?message=1`);
  await screen.findByRole("heading", { level: 1, name: "Входи" });
  await waitFor(() => expect(window.location.search).toBe("?message=2"));
});

it("who does not see where a thread went on stays, and is told so without a way there", async () => {
  const unseen = { ...merge, into: null };
  const closed = aThread({ state: "closed", closed_at: merge.at, merged: true, allowed: ["read"] });
  const moved = { thread_id: null, number: null };
  const stone = { ...aMessage(1), deleted: true, body: "", html: "", moved };
  mockApi({
    ...around(closed),
    ...pageOf(closed, windowOf([], 0, { items: [stone] })),
    [`GET /api/v1/threads/${THREAD_ID}/merges`]: makePage(unseen),
  });
  renderApp(`/threads/${THREAD_ID}?message=1`);
  await screen.findByText("Розмова триває в темі, якої ви не бачите.");
  await screen.findByText("Повідомлення перенесено до теми, якої ви не бачите.");
  expect(document.querySelector(`a[href*="${OTHER}"]`)).toBeNull();
  expect(window.location.pathname).toBe(`/threads/${THREAD_ID}`);
});

it("nobody is led to a page that is not there", async () => {
  const gone = aThread({
    state: "closed",
    closed_at: merge.at,
    merged: true,
    merged_into: OTHER,
    allowed: ["read"],
  });
  const stone = { ...aMessage(1), deleted: true, body: "", html: "", moved: { thread_id: OTHER, number: 2 } };
  const { asked } = mockApi({ ...around(gone), ...pageOf(gone, windowOf([], 0, { items: [stone] })) });
  renderApp(`/threads/${THREAD_ID}?message=1`);
  await waitFor(() => expect(asked).toContain(`GET /api/v1/threads/${OTHER}`));
  await screen.findByRole("link", { name: "Перейти до нього" });
  expect(window.location.pathname).toBe(`/threads/${THREAD_ID}`);
});

it("where the messages of another thread end, it says so, too", async () => {
  const here = { ...other, taken_in: [2], message_count: 3 };
  mockApi({ ...around(here), ...pageOf(here, windowOf([1, 2, 3], 0)) });
  renderApp(`/threads/${OTHER}`);
  const end = await screen.findByRole("heading", { level: 2, name: /Далі сказане в цій темі/ });
  const [, second, third] = screen.getAllByRole("article");
  expect(second && end.compareDocumentPosition(second)).toBe(Node.DOCUMENT_POSITION_PRECEDING);
  expect(third && end.compareDocumentPosition(third)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it("what came by way of another thread has its seam, too, and the other one goes on after it", async () => {
  const inner = { ...merge, id: "m0", source: { id: "x", title: { uk: "Двері", en: "Doors" } } };
  const here = { ...other, taken_in: [2, 3], message_count: 5 };
  mockApi({
    ...around(here),
    ...pageOf(here, windowOf([1, 2, 3, 4, 5], 0)),
    [`GET /api/v1/threads/${OTHER}/merges`]: makePage(
      { ...merge, count: 3 },
      { ...inner, into: merge.source, first: 3, count: 1 },
    ),
  });
  renderApp(`/threads/${OTHER}`);
  await screen.findByRole("heading", { level: 2, name: /Далі знову сказане в темі «Укриття»/ });
  const said = screen.getAllByRole("heading", { level: 2, name: /^Далі/ });
  expect(said.map((one) => one.textContent)).toEqual([
    expect.stringContaining("«Укриття»"),
    expect.stringContaining("«Двері»"),
    "Далі знову сказане в темі «Укриття»",
    "Далі сказане в цій темі після об’єднання",
  ]);
});

it("of a thread that went on the leader changes what might tell too much, and takes the summary back", async () => {
  const user = userEvent.setup();
  const allowed: ThreadOut["allowed"] = ["read", "edit", "set_audience"];
  const gone = aThread({ state: "closed", closed_at: merge.at, merged: true, merged_into: OTHER, allowed });
  const summary = {
    ...{ body: "Пандус є", html: "<p>Пандус є</p>", cited: [], through: 1, author: aVoice("p") },
    ...{ written_at: "2025-12-08T10:00:00Z", earlier: 0, version: 2 },
  };
  mockApi({
    ...around(gone),
    ...pageOf(gone, windowOf([], 0)),
    [`GET /api/v1/threads/${THREAD_ID}/gist`]: { summary, questions: [], statements: [], seq: 0 },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const gist = within(await screen.findByRole("region", { name: "Суть розмови" }));
  await user.click(gist.getByRole("button", { name: "Підсумок" }));
  await gist.findByRole("button", { name: "Видалити…" });
  expect(gist.queryByRole("button", { name: "Переписати" })).toBeNull();
  await chooseThreadAction("Змінити тему", user);
  const dialog = within(await screen.findByRole("dialog", { name: "Змінити тему" }));
  dialog.getByRole("textbox", { name: /Питання до групи/ });
  expect(dialog.queryByLabelText(/Відкрита до/)).toBeNull();
  expect(dialog.queryByRole("radio")).toBeNull();
});
