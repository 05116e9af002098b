import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ThreadOut } from "@/api/generated/types.gen";
import {
  aMessage,
  anEvent,
  aThread,
  aVoice,
  factsOf,
  GROUP_ID,
  THREAD_ID,
  windowOf,
} from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const READER: ThreadOut["allowed"] = ["read", "mark_read", "post", "support"];
const LEADER: ThreadOut["allowed"] = [...READER, "keep_floor"];
const LOCK = { at: "2025-12-08T10:00:00Z", why: "Перерва до ранку" };

function around(thread: ThreadOut) {
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: {
      ...windowOf([1], 0),
      items: [aMessage(1), aMessage(2, { author: aVoice("me") })],
    },
  };
}

const PROBLEM = { status: 429, code: "slow_mode", title: "", detail: "", errors: [], request_id: "r" };
const SLOW = Response.json(PROBLEM, { status: 429, headers: { "Retry-After": "240" } });

const thread = (change: Partial<ThreadOut>) =>
  aThread({
    message_count: 2,
    reading: { ranges: [[1, 2]], unread: 0, first_unread: null },
    allowed: READER,
    ...change,
  });

const field = () => screen.findByRole("textbox", { name: "Текст повідомлення" });

setupPageTest();

describe("a discussion that is paused", () => {
  it("keeps what was begun, says why, and lets one's own be put right", async () => {
    const user = userEvent.setup();
    const before = thread({});
    let now = before;
    mockApi({ ...around(before), [`GET /api/v1/threads/${THREAD_ID}`]: () => now });
    renderApp(`/threads/${THREAD_ID}`);
    await user.type(await field(), "Ще одне");
    now = thread({ lock: LOCK, allowed: ["read", "mark_read", "support"], version: 2, seq: 1 });
    act(() =>
      TestSocket.last?.say(
        anEvent(1, "dialogue.thread_changed", {
          thread_id: THREAD_ID,
          change: "locked",
          thread: factsOf(now),
        }),
      ),
    );
    const told = await screen.findByText(/Обговорення на паузі/);
    expect(told.textContent).toMatch(/Перерва до ранку.*Ваш текст збережено/);
    expect(screen.queryByRole("textbox", { name: "Текст повідомлення" })).toBeNull();
    const article = screen.getByRole("article", { name: /Повідомлення 2/ });
    await user.click(within(article).getByRole("button", { name: /Дії з повідомленням/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Змінити" }));
    expect(await field()).toHaveProperty("value", "Повідомлення 2");
    expect(await axeViolations()).toEqual([]);
  });

  it("goes on by one press of who leads it", async () => {
    const user = userEvent.setup();
    let now = thread({ lock: LOCK, allowed: LEADER });
    mockApi({
      ...around(now),
      [`GET /api/v1/threads/${THREAD_ID}`]: () => now,
      [`DELETE /api/v1/threads/${THREAD_ID}/lock`]: () => {
        now = thread({ allowed: LEADER, version: 2 });
        return now;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    await user.click(await screen.findByRole("button", { name: "Продовжити обговорення" }));
    await waitFor(() => expect(screen.queryByText(/на паузі/)).toBeNull());
    expect(document.activeElement).toBe(await field());
  });
});

describe("a slow thread", () => {
  it("says how often one writes and when the next message goes", async () => {
    const spoke_at = new Date(Date.now() - 60_000).toISOString();
    mockApi(around(thread({ slow_seconds: 300, spoke_at })));
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(/кожен пише не частіше ніж раз на 5 хвилин/)).toBeDefined();
    expect(screen.getByText(/Ваше наступне повідомлення піде о \d\d:\d\d/)).toBeDefined();
    expect(screen.getByText(/^[34]:\d\d$/).getAttribute("aria-hidden")).toBe("true");
    expect(await axeViolations()).toEqual([]);
  });

  it("does not bind who leads, and sends what others write when its time has come", async () => {
    const user = userEvent.setup();
    mockApi({
      ...around(thread({ slow_seconds: 300 })),
      [`POST /api/v1/threads/${THREAD_ID}/messages`]: () => SLOW.clone(),
    });
    renderApp(`/threads/${THREAD_ID}`);
    const input = await field();
    await storeOpened();
    await user.type(input, "Ще одне");
    await user.click(screen.getByRole("button", { name: /Надіслати/ }));
    expect(await screen.findByText(/Повільний режим: надішлемо самі о \d\d:\d\d/)).toBeDefined();
  });
});

it("whoever leads sets the pause with its reason, and the pace", async () => {
  const user = userEvent.setup();
  const sent: unknown[] = [];
  const now = thread({ allowed: LEADER });
  mockApi({
    ...around(now),
    [`PUT /api/v1/threads/${THREAD_ID}/lock`]: async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return { ...now, version: 2 };
    },
    [`PUT /api/v1/threads/${THREAD_ID}/pace`]: async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return now;
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Пауза і темп розмови", user);
  await user.click(await screen.findByRole("checkbox", { name: /на паузу/ }));
  await user.type(screen.getByRole("textbox", { name: /Чому/ }), "Перерва");
  await user.selectOptions(screen.getByRole("combobox", { name: "Як часто пише кожен" }), "300");
  await user.click(screen.getByRole("button", { name: "Зберегти" }));
  await screen.findByText("Збережено");
  expect(sent).toEqual([
    ['"1"', { reason: "Перерва" }],
    ['"2"', { seconds: 300 }],
  ]);
});

it("a pace that was chosen before somebody else set another goes by what was seen then", async () => {
  const user = userEvent.setup();
  const sent: unknown[] = [];
  let now = thread({ allowed: LEADER });
  mockApi({
    ...around(now),
    [`GET /api/v1/threads/${THREAD_ID}`]: () => now,
    [`PUT /api/v1/threads/${THREAD_ID}/pace`]: (request: Request) => {
      sent.push(request.headers.get("If-Match"));
      return new ProblemResponse(412, "stale");
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Пауза і темп розмови", user);
  await user.selectOptions(await screen.findByRole("combobox", { name: "Як часто пише кожен" }), "300");
  now = thread({ slow_seconds: 3600, allowed: LEADER, version: 2, seq: 1 });
  const data = { thread_id: THREAD_ID, change: "slowed", thread: factsOf(now) };
  act(() => TestSocket.last?.say(anEvent(1, "dialogue.thread_changed", data)));
  await screen.findByText(/кожен пише не частіше ніж раз на годину/);
  await user.click(screen.getByRole("button", { name: "Зберегти" }));
  await waitFor(() => expect(sent).toEqual(['"1"']));
});

it("a pace that is set does not end a pause that somebody else began meanwhile", async () => {
  const user = userEvent.setup();
  const sent: unknown[] = [];
  const before = thread({ allowed: LEADER });
  let now = before;
  mockApi({
    ...around(before),
    [`GET /api/v1/threads/${THREAD_ID}`]: () => now,
    [`PUT /api/v1/threads/${THREAD_ID}/pace`]: async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return now;
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Пауза і темп розмови", user);
  const paused = await screen.findByRole("checkbox", { name: /на паузу/ });
  expect(paused).toHaveProperty("checked", false);
  now = thread({ lock: LOCK, allowed: LEADER, version: 2, seq: 1 });
  act(() =>
    TestSocket.last?.say(
      anEvent(1, "dialogue.thread_changed", {
        thread_id: THREAD_ID,
        change: "locked",
        thread: factsOf(now),
      }),
    ),
  );
  expect(await screen.findByDisplayValue("Перерва до ранку")).toBeDefined();
  await user.selectOptions(screen.getByRole("combobox", { name: "Як часто пише кожен" }), "60");
  await user.click(screen.getByRole("button", { name: "Зберегти" }));
  await screen.findByText("Збережено");
  expect(sent).toEqual([['"2"', { seconds: 60 }]]);
});
