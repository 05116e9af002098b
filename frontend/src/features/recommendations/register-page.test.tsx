import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { BoardOut, RecommendationOut } from "@/api/generated/types.gen";
import { GROUP } from "@/testing/members-samples";
import { RECOMMENDATION, WORDS } from "@/testing/recommendation-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const { text: _text, ...LISTED } = RECOMMENDATION;
const row = (number: number, title: string, more: Partial<RecommendationOut> = {}): RecommendationOut => ({
  ...LISTED,
  text: RECOMMENDATION.text,
  id: `01900000-0000-7000-8000-00000000000${number}`,
  number,
  title: { uk: title, en: "" },
  ...more,
});

const ROWS = [
  row(1, "Освітити двір", { response: "accepted", implementation: "in_progress", agreed_on: "2020-01-31" }),
  row(2, "Вечірній патруль", {
    response: "accepted",
    implementation: "implemented",
    waits_for_me: true,
    waiting: "verify",
    allowed: ["read", "set_theme"],
  }),
  row(3, "Кампанія про шахраїв", { overdue: true, due_on: "2026-02-11" }),
];
const BOARD: BoardOut = {
  cells: [
    { response: "accepted", implementation: "in_progress", count: 1 },
    { response: "accepted", implementation: "implemented", count: 1 },
    { response: "pending", implementation: "not_started", count: 1 },
  ],
  total: 3,
};

function open(path = "/recommendations", rows = ROWS, more: object = {}) {
  const { asked } = mockApi({
    ...EMPTY_API,
    "GET /api/v1/recommendations/words": WORDS,
    "GET /api/v1/recommendations/board": { ...BOARD, total: rows.length },
    "GET /api/v1/recommendations": { items: rows, next_cursor: null },
    "GET /api/v1/groups": { items: [{ ...GROUP, allowed: ["read", "begin_dossier"] }], next_cursor: null },
    ...more,
  });
  renderApp(path);
  return asked;
}

describe("the register on a phone", () => {
  it("is a list that says of each both axes, age, and what comes next", async () => {
    open();
    const found = await screen.findByRole("link", { name: "Освітити двір" });
    const first = found.closest("li");
    expect(first?.textContent).toContain("Р1");
    expect(first?.textContent).toContain("Прийнято");
    expect(first?.textContent).toContain("У роботі");
    expect(first?.textContent).toContain("мало бути до 31.01.2020");
    const second = screen.getByRole("link", { name: "Вечірній патруль" }).closest("li");
    expect(second?.textContent).toContain("Чекає на вас");
    expect(screen.getByText("відповідь мала бути до 11 лютого")).toBeDefined();
    expect(screen.queryByRole("table")).toBeNull();
    expect(screen.getByRole("link", { name: "Рекомендації", current: "page" })).toBeDefined();
    expect(await screen.findByText(/3 рекомендації/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("is narrowed by the address, and by chips that change it", async () => {
    const asked = open("/recommendations?theme=policing&age=90");
    await screen.findByRole("link", { name: "Освітити двір" });
    expect(asked.some((one) => one.includes("theme=policing") && one.includes("age=90"))).toBe(true);
    await userEvent.click(screen.getByRole("button", { name: "Адресовано нам" }));
    await waitFor(() => expect(asked.some((one) => one.includes("mine=me"))).toBe(true));
    await userEvent.click(screen.getByRole("button", { name: "Відповідь: Усі" }));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: "Прийнято частково" }));
    await waitFor(() => expect(asked.some((one) => one.includes("response=partly"))).toBe(true));
    expect(window.location.search).toContain("show=mine");
  });

  it("says that nothing fits, and lets go of the filter", async () => {
    open("/recommendations?theme=roads", []);
    expect(await screen.findByText("Таких рекомендацій немає")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Скинути фільтр" }));
    expect(await screen.findByText("Рекомендацій ще немає")).toBeDefined();
  });

  it("says that it could not be loaded", async () => {
    open("/recommendations", ROWS, { "GET /api/v1/recommendations": new ProblemResponse(500, "broken") });
    expect(await screen.findByText("Не вдалося завантажити")).toBeDefined();
  });

  it("is taken along as a table, narrowed as it is seen", async () => {
    open("/recommendations?theme=policing&show=mine&target=women");
    await screen.findByRole("link", { name: "Освітити двір" });
    await userEvent.click(screen.getByRole("button", { name: "Ще" }));
    const table = await screen.findByRole("menuitem", { name: "Таблиця CSV" });
    const address = (item: HTMLElement) => new URL(item.getAttribute("href") ?? "", window.location.origin);
    expect(address(table).pathname).toBe("/api/v1/recommendations/export");
    expect(Object.fromEntries(address(table).searchParams)).toEqual({
      ...{ theme: "policing", mine: "me", target_group: "women" },
      ...{ kind: "csv", language: "uk" },
    });
    const sheet = screen.getByRole("menuitem", { name: "Таблиця XLSX" });
    expect(address(sheet).searchParams.get("kind")).toBe("xlsx");
    expect(sheet.hasAttribute("download")).toBe(true);
  });

  it("changes the theme of several at once, of those that the reader may change", async () => {
    const sent: unknown[] = [];
    open("/recommendations", ROWS, {
      "PATCH /api/v1/recommendations": async (request: Request) => {
        sent.push(await request.json());
        return { items: [] };
      },
    });
    await screen.findByRole("link", { name: "Освітити двір" });
    await userEvent.click(screen.getByRole("button", { name: "Ще" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Змінити тему кількох" }));
    expect(await screen.findAllByRole("checkbox")).toHaveLength(1);
    await userEvent.click(screen.getByRole("checkbox", { name: "Вибрати: Р2, Вечірній патруль" }));
    await userEvent.click(screen.getByRole("button", { name: "Змінити тему" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Змінити тему" }));
    await userEvent.click(dialog.getByRole("combobox", { name: "Тема" }));
    await userEvent.click(await screen.findByRole("option", { name: "Дороги" }));
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toEqual([{ theme: "roads", recommendations: [ROWS[1]?.id] }]));
  });
});

describe("the register on a desk", () => {
  beforeEach(() => {
    const quiet = { addEventListener: () => undefined, removeEventListener: () => undefined };
    vi.stubGlobal("matchMedia", (media: string) => ({ matches: true, media, ...quiet }));
  });

  it("is a board of answers and implementation; the unanswered stand in one cell", async () => {
    open();
    const table = within(
      await screen.findByRole("table", { name: "Рекомендації за відповіддю та виконанням" }),
    );
    const line = (name: RegExp) => within(table.getByRole("row", { name }));
    const accepted = line(/^Прийнято\s*2/);
    const cells = accepted.getAllByRole("cell");
    expect(cells).toHaveLength(6);
    expect(cells[1]?.textContent).toContain("Освітити двір");
    expect(cells[3]?.textContent).toContain("Вечірній патруль");
    const [unanswered] = line(/^Чекає відповіді\s*1/).getAllByRole("cell");
    expect(unanswered?.getAttribute("colspan")).toBe("6");
    expect(unanswered?.textContent).toContain("Кампанія про шахраїв");
    expect(table.getByRole("columnheader", { name: /^У роботі\s*1/ })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Список" }));
    await waitFor(() => expect(screen.queryByRole("table")).toBeNull());
    expect(window.location.search).toContain("view=list");
  });
});

it("a draft is made in a dossier that is begun with it, and that one is not begun twice", async () => {
  const sent: unknown[] = [];
  let refused = false;
  open("/recommendations", ROWS, {
    [`GET /api/v1/groups/${GROUP.id}/members`]: {
      items: [{ organisation: RECOMMENDATION.addressee, id: "seat" }],
    },
    [`GET /api/v1/groups/${GROUP.id}/outside-bodies`]: { items: [] },
    "GET /api/v1/dossiers": { items: [], next_cursor: null, seq: null },
    [`POST /api/v1/groups/${GROUP.id}/dossiers`]: async (request: Request) => {
      sent.push(await request.json());
      return { id: "dossier-2" };
    },
    "POST /api/v1/dossiers/dossier-2/recommendations": async (request: Request) => {
      sent.push(await request.json());
      if (refused) return { ...RECOMMENDATION, stage: "draft" };
      refused = true;
      return new ProblemResponse(409, "too_many");
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Рекомендація" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Нова рекомендація" }));
  const choose = async (label: string, option: string) => {
    await userEvent.click(dialog.getByRole("combobox", { name: label }));
    await userEvent.click(await screen.findByRole("option", { name: option }));
  };
  await choose("Справа", "Почати нову справу…");
  await userEvent.type(dialog.getByLabelText("Назва справи"), "Після розмови");
  await choose("Кому", "Відділ поліції");
  await userEvent.type(dialog.getByLabelText("Назва"), "Патруль");
  await userEvent.type(dialog.getByLabelText("Що рекомендуєте"), "Виставити патруль.");
  await choose("Тема", "Поліція в громаді");
  expect(await axeViolations()).toEqual([]);
  const submit = () => userEvent.click(dialog.getByRole("button", { name: "Створити чернетку" }));
  await submit();
  await waitFor(() => expect(sent).toHaveLength(2));
  await submit();
  await waitFor(() => expect(sent).toHaveLength(3));
  expect(sent[0]).toEqual({ kind: "recommendations", title: "Після розмови" });
  expect(sent[2]).toEqual({
    title: "Патруль",
    text: "Виставити патруль.",
    addressee_organisation: RECOMMENDATION.addressee.id,
    theme: "policing",
    target_groups: [],
  });
});
