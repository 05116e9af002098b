import { act, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { RoundOut, ThreadOut } from "@/api/generated/types.gen";
import { makeMandate, makeRound } from "@/testing/factories";
import { aMessage, aThread, aVoice, GROUP_ID, posted, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const READER: ThreadOut["allowed"] = ["read", "mark_read", "post", "support"];
const LEADER: ThreadOut["allowed"] = [...READER, "keep_floor"];
const ROUND = makeRound({
  sectors: ["police", "education", "business"],
  turns: [
    { sector: "police", number: 1, author: aVoice(), posted_at: "2025-12-08T10:01:00Z", state: "said" },
  ],
});
const spoken = { ...ROUND.turns[0], sector: "education", number: 3 } as RoundOut["turns"][number];

function around(change: Partial<ThreadOut>, round: () => RoundOut) {
  const thread = aThread({
    message_count: 1,
    reading: { ranges: [[1, 1]], unread: 0, first_unread: null },
    allowed: READER,
    round: "round",
    round_count: 1,
    ...change,
  });
  return {
    ...EMPTY_API,
    "GET /api/v1/me/mandates": { items: [makeMandate()] },
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([1], 0), items: [aMessage(1)] },
    [`GET /api/v1/threads/${THREAD_ID}/rounds`]: () => ({ items: [round()] }),
  };
}

setupPageTest();

it("a round says which sectors have spoken, and lets one’s own speak once", async () => {
  let round = ROUND;
  mockApi(around({}, () => round));
  renderApp(`/threads/${THREAD_ID}`);
  const card = await screen.findByRole("region", { name: "Коло" });
  expect(within(card).getByText(/Що зробите до зими/)).toBeDefined();
  const police = within(card).getByRole("link", { name: /Поліція *: слово було, .*№ 1/ });
  expect(police.getAttribute("href")).toBe(`/threads/${THREAD_ID}?message=1`);
  expect(within(card).getByText(/Бізнес/).textContent).toMatch(/ще не висловився/);
  // The card is drawn before it is known for whom one speaks, and may be drawn anew then.
  expect(await screen.findByText(/Ваш сектор ще не висловився: Освіта/)).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  round = { ...ROUND, turns: [...ROUND.turns, spoken] };
  act(() => TestSocket.last?.say(posted(1, aMessage(3))));
  expect(await screen.findByText(/Ваш сектор уже висловився/)).toBeDefined();
  expect(screen.queryByRole("textbox", { name: "Текст повідомлення" })).toBeNull();
});

it("whoever leads writes all the while and ends it", async () => {
  const user = userEvent.setup();
  const sent: unknown[] = [];
  mockApi({
    ...around({ allowed: LEADER }, () => ({ ...ROUND, turns: [spoken] })),
    [`POST /api/v1/threads/${THREAD_ID}/rounds/end`]: async (request: Request) => {
      sent.push(await request.json());
      return ROUND;
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await user.click(await screen.findByRole("button", { name: "Завершити коло" }));
  expect(screen.getByRole("textbox", { name: "Текст повідомлення" })).toBeDefined();
  expect(sent).toEqual([{ round: "round" }]);
});

it("what is over stands beside the thread, with those who did not speak", async () => {
  const user = userEvent.setup();
  mockApi(around({ round: null }, () => ({ ...ROUND, over_at: ROUND.ends_at })));
  renderApp(`/threads/${THREAD_ID}`);
  await user.click(await screen.findByRole("button", { name: "Про тему" }));
  expect(await screen.findByText(/Висловилися сектори: 1 з 3/)).toBeDefined();
  expect(screen.getByText(/Освіта/).textContent).toMatch(/не висловився/);
});

it("whoever leads asks each sector the same", async () => {
  const user = userEvent.setup();
  const sent: { question: string; order: string[]; ends_at: string }[] = [];
  mockApi({
    ...around({ allowed: LEADER, round: null, round_count: 0 }, () => ROUND),
    [`POST /api/v1/threads/${THREAD_ID}/rounds`]: async (request: Request) => {
      sent.push(await request.json());
      return ROUND;
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Почати коло", user);
  const dialog = await screen.findByRole("dialog", { name: "Почати коло" });
  await user.click(within(dialog).getByRole("button", { name: "Почати коло" }));
  expect(await within(dialog).findByText("Напишіть запитання")).toBeDefined();
  await user.type(within(dialog).getByRole("textbox", { name: "Запитання до секторів" }), "Що далі?");
  await user.selectOptions(within(dialog).getByRole("combobox", { name: "Скільки триває" }), "15");
  await user.click(within(dialog).getByRole("button", { name: "Почати коло" }));
  await screen.findByText("Коло почалося");
  expect(sent).toMatchObject([{ question: "Що далі?", order: [] }]);
  const minutes = (Date.parse(sent[0]?.ends_at ?? "") - Date.now()) / 60_000;
  expect(Math.round(minutes)).toBe(15);
});
