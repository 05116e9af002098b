import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { ThreadOut } from "@/api/generated/types.gen";
import { aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

function served(allowed: ThreadOut["allowed"], more: Partial<ThreadOut> = {}) {
  const thread = aThread({ allowed, ...more });
  const { asked } = mockApi({
    ...EMPTY_API,
    [TRANSITIONS]: thread,
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [], pinned: [], next_cursor: null, seq: 0 },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
  });
  renderApp(`/threads/${THREAD_ID}`);
  return asked;
}

const TRANSITIONS = `POST /api/v1/threads/${THREAD_ID}/transitions`;
const LEADS = { name: "Для тих, хто веде тему" };
const labels = (buttons: HTMLElement[]) =>
  buttons.map((one) => one.getAttribute("aria-label") ?? one.textContent);

setupPageTest();

it("whoever leads a thread finds its steps at its head, and the rest in three groups", async () => {
  const user = userEvent.setup();
  const steps = ["summarise", "close", "pin", "edit", "sum_up", "merge", "move"] as const;
  served(["read", ...steps, "keep_floor", "hand_over", "set_audience", "publish"]);
  const head = within(await screen.findByRole("region", LEADS));
  const buttons = labels(head.getAllByRole("button"));
  expect(buttons).toEqual(["Готувати підсумок", "Закрити тему", "Ще дії з темою"]);
  await user.click(head.getByRole("button", { name: "Ще дії з темою" }));
  const menu = within(await screen.findByRole("menu"));
  const itemsOf = (name: string) =>
    within(menu.getByRole("group", { name }))
      .getAllByRole("menuitem")
      .map((one) => one.textContent);
  expect(itemsOf("Порядок розмови")).toEqual(["Пауза і темп розмови", "Почати коло", "Передати ведення"]);
  expect(itemsOf("Упорядкувати")).toEqual([
    "Змінити тему",
    "Закріпити вгорі списку",
    "Додати питання",
    "Додати тезу",
    "Об’єднати з іншою темою",
    "Перенести до іншої групи",
  ]);
  expect(itemsOf("Хто бачить")).toEqual(["Змінити, хто бачить", "Оприлюднити тему"]);
  expect(await axeViolations()).toEqual([]);
});

it("a thread that is being summed up is closed at its head, and opened again from the menu", async () => {
  const user = userEvent.setup();
  served(["read", "close", "reopen", "edit"], { state: "summarising" });
  const head = within(await screen.findByRole("region", LEADS));
  expect(labels(head.getAllByRole("button"))).toEqual(["Закрити тему", "Ще дії з темою"]);
  await user.click(head.getByRole("button", { name: "Ще дії з темою" }));
  await user.click(await screen.findByRole("menuitem", { name: "Відкрити знову" }));
  expect(await screen.findByRole("textbox", { name: "Чому відкриваєте" })).toBeDefined();
});

it("summing up asks first, since everybody will see it", async () => {
  const user = userEvent.setup();
  const asked = served(["read", "summarise"]);
  const head = within(await screen.findByRole("region", LEADS));
  await user.click(head.getByRole("button", { name: "Готувати підсумок" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Готувати підсумок" }));
  expect(dialog.getByText(/Усі побачать, що ви підбиваєте підсумок/)).toBeDefined();
  const transitions = () => asked.filter((one) => one === TRANSITIONS);
  expect(transitions()).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Готувати підсумок" }));
  await waitFor(() => expect(transitions()).toHaveLength(1));
});

it("on a wide page pinning stands beside the menu, and not in it", async () => {
  const quiet = { addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal("matchMedia", (media: string) => ({ matches: true, media, ...quiet }));
  served(["read", "close", "pin", "edit"]);
  const head = within(await screen.findByRole("region", LEADS));
  const buttons = labels(head.getAllByRole("button"));
  expect(buttons).toEqual(["Закрити тему", "Закріпити вгорі списку", "Ще дії з темою"]);
  await userEvent.click(head.getByRole("button", { name: "Ще дії з темою" }));
  const items = await screen.findAllByRole("menuitem");
  expect(items.map((one) => one.textContent)).toEqual(["Змінити тему"]);
});

it("whoever only reads finds nothing of that", async () => {
  served(["read", "post"]);
  await screen.findByRole("article");
  expect(screen.queryByRole("region", LEADS)).toBeNull();
});
