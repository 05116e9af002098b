import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { GroupOut, ThreadOut } from "@/api/generated/types.gen";
import { GROUP } from "@/testing/group-samples";
import { aMessage, aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const READER: ThreadOut["allowed"] = ["read", "mark_read", "post", "support"];
const NEAR = "01900000-0000-7000-8000-0000000000aa";

const group = (id: string, name: string, ...allowed: GroupOut["allowed"]): GroupOut => ({
  ...GROUP,
  id,
  name: { ...GROUP.name, uk: name },
  allowed,
});

function around(thread: ThreadOut, ...groups: GroupOut[]) {
  return {
    ...EMPTY_API,
    "GET /api/v1/groups": { items: groups, next_cursor: null },
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    [`GET /api/v1/groups/${NEAR}/threads`]: { items: [], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
    [`GET /api/v1/threads/${THREAD_ID}/floor`]: { items: [] },
    [`GET /api/v1/threads/${THREAD_ID}/moves`]: { items: [] },
    [`GET /api/v1/threads/${THREAD_ID}/splits`]: { items: [] },
    [`GET /api/v1/threads/${THREAD_ID}/split-obstacles`]: { items: [] },
  };
}

const WIDER = "Ще 3 людини прочитають тему від початку.";
const WIDENS = {
  ...{ status: 422, code: "invalid", title: "", detail: "", request_id: "r" },
  errors: [{ pointer: "/widens", code: "widens", message: WIDER }],
};

async function about(user: ReturnType<typeof userEvent.setup>) {
  const [button] = await screen.findAllByRole("button", { name: "Про тему" });
  if (button) await user.click(button);
}

setupPageTest();

it("a thread is taken to another group, once it is meant that others come to read it", async () => {
  const user = userEvent.setup();
  const thread = aThread({ allowed: [...READER, "pin", "move"], version: 3 });
  const sent: unknown[] = [];
  mockApi({
    ...around(
      thread,
      group(GROUP_ID, "Наша група", "start"),
      group(NEAR, "Сусідня група", "read", "start"),
      group("01900000-0000-7000-8000-0000000000ab", "Де лише читаю", "read"),
    ),
    [`POST /api/v1/threads/${THREAD_ID}/moves`]: async (request: Request) => {
      const body = await request.json();
      sent.push([request.headers.get("If-Match"), body]);
      return body.widens ? { ...thread, version: 4 } : Response.json(WIDENS, { status: 422 });
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Перенести до іншої групи", user);
  const where = await screen.findByRole("combobox", { name: "До якої групи" });
  expect(screen.queryByRole("option", { name: "Де лише читаю" })).toBeNull();
  expect(screen.queryByRole("option", { name: "Наша група" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Перенести" }));
  expect((await screen.findAllByText("Виберіть групу")).length).toBe(2);
  await user.selectOptions(where, NEAR);
  await user.type(screen.getByRole("textbox", { name: /Чому переносите/ }), "Це їхнє");
  await user.click(screen.getByRole("button", { name: "Перенести" }));
  expect(await screen.findByText(WIDER)).toBeDefined();
  expect(await axeViolations(screen.getByRole("dialog", { name: "Перенести до іншої групи" }))).toEqual([]);
  await user.click(screen.getByRole("checkbox", { name: /хай прочитають усе/ }));
  await user.click(screen.getByRole("button", { name: "Перенести" }));
  await screen.findByText("Тему перенесено");
  const body = { group: NEAR, reason: "Це їхнє" };
  expect(sent).toEqual([
    ['"3"', { ...body, widens: false }],
    ['"3"', { ...body, widens: true }],
  ]);
});

it("who has no other group is told so, and who does not lead is not asked", async () => {
  const user = userEvent.setup();
  mockApi(around(aThread({ allowed: [...READER, "pin", "move"] }), group(GROUP_ID, "Наша група", "start")));
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Перенести до іншої групи", user);
  expect(await screen.findByText(/переносити нікуди/)).toBeDefined();
});

it("its readers are told from where it came, by whom and why", async () => {
  const user = userEvent.setup();
  const moved = { id: "m1", after: null, at: "2025-12-08T10:00:00Z", actor: aVoice("p") };
  mockApi({
    ...around(aThread({ allowed: READER })),
    [`GET /api/v1/threads/${THREAD_ID}/moves`]: (request: Request) => {
      const near = { id: NEAR, name: { ...GROUP.name, uk: "Сусідня група" } };
      return new URL(request.url).searchParams.get("cursor") === "older"
        ? { items: [{ ...moved, id: "m2", before: null, reason: "Так домовилися" }], next_cursor: null }
        : { items: [{ ...moved, before: near, reason: "Це наше" }], next_cursor: "older" };
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await about(user);
  expect(screen.queryByRole("button", { name: "Перенести до іншої групи" })).toBeNull();
  await user.click(await screen.findByRole("button", { name: "Як вели обговорення" }));
  expect(await screen.findByText(/перенесено з групи «Сусідня група»/)).toBeDefined();
  expect(screen.queryByText(/Так домовилися/)).toBeNull();
  await user.click(screen.getByRole("button", { name: "Показати давніші" }));
  const older = await screen.findByText(/з групи, якої ви не бачите/);
  expect(older.textContent).toMatch(/Так домовилися/);
  expect(screen.queryByRole("button", { name: "Показати давніші" })).toBeNull();
});

it("a message with what answers it begins a thread of its own", async () => {
  const user = userEvent.setup();
  const thread = aThread({ allowed: [...READER, "split"], version: 3, message_count: 4 });
  const into = "01900000-0000-7000-8000-0000000000cc";
  const first = aMessage(1);
  const sent: unknown[] = [];
  const HELD = "На них посилається підсумок: № 3";
  mockApi({
    ...around(thread),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: {
      ...windowOf([1], 0),
      items: [
        first,
        aMessage(2, { reply_to: first.id }),
        aMessage(3),
        aMessage(4, { deleted: true, body: "", html: "" }),
      ],
    },
    [`GET /api/v1/threads/${into}`]: { ...thread, id: into },
    [`GET /api/v1/threads/${into}/messages`]: windowOf([], 0),
    [`POST /api/v1/threads/${THREAD_ID}/splits`]: async (request: Request) => {
      const body = await request.json();
      sent.push([request.headers.get("If-Match"), body]);
      const errors = [{ pointer: "/numbers", code: "cited", message: HELD }];
      return body.numbers.includes(3)
        ? Response.json({ ...WIDENS, errors }, { status: 422 })
        : Response.json({ ...thread, id: into }, { status: 201 });
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const article = await screen.findByRole("article", { name: /Повідомлення 1/ });
  await user.click(within(article).getByRole("button", { name: /Дії з повідомленням/ }));
  await user.click(await screen.findByRole("menuitem", { name: /Виокремити в нову тему/ }));
  const choice = await screen.findByRole("group", { name: "Які повідомлення переносите" });
  const boxes = within(choice).getAllByRole("checkbox");
  expect(boxes.map((one) => (one as HTMLInputElement).checked)).toEqual([true, true, false]);
  await user.click(screen.getByRole("checkbox", { name: /№ 3/ }));
  await user.type(screen.getByRole("textbox", { name: "Питання нової теми" }), "А поручні?");
  await user.type(screen.getByRole("textbox", { name: /Чому виокремлюєте/ }), "Це інше");
  await user.click(screen.getByRole("button", { name: "Відкрити нову тему" }));
  expect(await screen.findByText(HELD)).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  await user.click(screen.getByRole("checkbox", { name: /№ 3/ }));
  await user.click(screen.getByRole("button", { name: "Відкрити нову тему" }));
  await screen.findByText("Нову тему відкрито");
  const body = { title: "А поручні?", reason: "Це інше" };
  expect(sent).toEqual([
    ['"3"', { ...body, numbers: [1, 2, 3] }],
    ['"3"', { ...body, numbers: [1, 2] }],
  ]);
});

it("what holds the chosen messages is said before anything is sent, and of those that are chosen now", async () => {
  const user = userEvent.setup();
  const thread = aThread({ allowed: [...READER, "split"], version: 3, message_count: 3 });
  const why = ["На них посилається підсумок: № 2", "Сказані в колі: № 2"];
  const asked: (string | null)[] = [];
  mockApi({
    ...around(thread),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1, 2, 3], 0),
    [`GET /api/v1/threads/${THREAD_ID}/split-obstacles`]: (request: Request) => {
      const numbers = new URL(request.url).searchParams.get("numbers");
      asked.push(numbers);
      const held = numbers?.split(",").includes("2") ? why : [];
      return { items: held.map((message, nth) => ({ code: `code${nth}`, message })) };
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const article = await screen.findByRole("article", { name: /Повідомлення 2/ });
  await user.click(within(article).getByRole("button", { name: /Дії з повідомленням/ }));
  await user.click(await screen.findByRole("menuitem", { name: /Виокремити в нову тему/ }));
  const dialog = await screen.findByRole("dialog", { name: "Виокремити в нову тему" });
  await within(dialog).findByText("Поки що виокремити обране не можна:");
  const said = () => [...dialog.querySelectorAll("[role=status] li")].map((one) => one.textContent);
  expect(said()).toEqual(why);
  const submit = within(dialog).getByRole("button", { name: "Відкрити нову тему" });
  expect(submit.getAttribute("aria-disabled")).toBe("true");
  expect(await axeViolations(dialog)).toEqual([]);
  await user.click(within(dialog).getByRole("checkbox", { name: /№ 2/ }));
  await user.click(within(dialog).getByRole("checkbox", { name: /№ 3/ }));
  expect(said()).toEqual([]);
  await waitFor(() => expect(asked.at(-1)).toBe("3"));
  expect(submit.getAttribute("aria-disabled")).toBeNull();
});

it("a mark in the place of a message leads to where it goes on", async () => {
  const stone = { deleted: true, body: "", html: "", moved: { thread_id: NEAR, number: 7 } };
  mockApi({
    ...around(aThread({ allowed: READER, message_count: 1 })),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([1], 0), items: [aMessage(1, stone)] },
  });
  renderApp(`/threads/${THREAD_ID}`);
  expect(await screen.findByText(/перенесено до іншої теми/)).toBeDefined();
  const link = screen.getByRole("link", { name: "Перейти до нього" });
  expect(link.getAttribute("href")).toBe(`/threads/${NEAR}?message=7`);
  expect(await axeViolations()).toEqual([]);
});
