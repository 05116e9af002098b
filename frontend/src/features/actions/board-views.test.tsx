import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ActionOut } from "@/api/generated/types.gen";
import { ACTION, makeAction, PATH } from "@/testing/action-samples";
import { makePage } from "@/testing/factories";
import { captureRequests, pick } from "@/testing/forms";
import { GROUP } from "@/testing/members-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const item = (number: number, due_on: string, more: Partial<ActionOut> = {}) =>
  makeAction(number, { due_on, ...more });

function listed(...given: (ActionOut | Record<string, unknown>)[]) {
  const items = given.filter((one): one is ActionOut => "number" in one);
  const answers = given.filter((one) => !("number" in one));
  const groups = makePage({ ...GROUP, role: "member" });
  return mockApi({
    ...EMPTY_API,
    "GET /api/v1/groups": groups,
    "GET /api/v1/action-items": { items, next_cursor: null, seq: 0 },
    [`GET ${PATH}`]: ACTION,
    ...Object.assign({}, ...answers),
  });
}

/** A screen on which there is room for a grid. */
function wide(): void {
  const quiet = { addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal("matchMedia", (media: string) => ({ matches: true, media, ...quiet }));
}

const asksFor = (asked: string[], words: string) =>
  waitFor(() => expect(asked.some((address) => address.includes(words))).toBe(true));

describe("the calendar of action items", () => {
  it("asks for the weeks of its month and shows each item on its day, in words too", async () => {
    wide();
    const late = item(3, "2030-01-12", { overdue: true, state: "blocked" });
    const { asked } = listed(item(1, "2030-01-12"), late, item(5, "2030-02-03"));
    renderApp("/actions?view=calendar&month=2030-01&priority=high");
    const grid = await screen.findByRole("grid", { name: "Січень 2030" });
    await asksFor(asked, "priority=high");
    await asksFor(asked, "due_from=2029-12-31&due_to=2030-02-03");
    const day = within(grid).getByRole("gridcell", { name: /Субота, 12 січня 2030: 2 доручення/ });
    const link = within(day).getByRole("link", { name: /Заблоковано.*Справа 3.*Прострочено/ });
    expect(link.getAttribute("href")).toBe("/actions/action-3");
    expect(within(grid).getByRole("link", { name: /Справа 5/ })).toBeDefined();
    expect(screen.getByText("2 доручення")).toBeDefined();
    expect(within(grid).getAllByRole("columnheader")[0]?.textContent).toContain("понеділок");
    const later = screen.getByRole("link", { name: "Наступний місяць: Лютий 2030" });
    expect(later.getAttribute("href")).toBe("/actions?priority=high&view=calendar&month=2030-02");
    expect(await axeViolations()).toEqual([]);
  });

  it("is walked with the keys, also into the next month, and Enter opens a day", async () => {
    wide();
    listed(...[1, 2, 3, 4].map((number) => item(number, "2030-02-01")));
    renderApp("/actions?view=calendar&month=2030-01");
    const day = (words: string) => screen.findByRole("gridcell", { name: new RegExp(words) });
    (await day("Вівторок, 1 січня")).focus();
    const user = userEvent.setup();
    await user.keyboard("{End}{ArrowLeft}{ArrowDown}{ArrowDown}");
    expect(document.activeElement).toBe(await day("Субота, 19 січня"));
    await user.keyboard("{End}{ArrowDown}{ArrowDown}");
    expect(await screen.findByRole("grid", { name: "Лютий 2030" })).toBeDefined();
    await waitFor(async () => expect(document.activeElement).toBe(await day("Неділя, 3 лютого")));
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(screen.queryByRole("link", { name: /Справа 4/ })).toBeNull();
    await user.keyboard("{Enter}");
    expect(document.activeElement).toBe(screen.getByRole("link", { name: /Справа 1/ }));
    expect(screen.getByRole("link", { name: /Справа 4/ })).toBeDefined();
    await user.keyboard("{Escape}");
    expect(document.activeElement).toBe(await day("П’ятниця, 1 лютого"));
  });

  it("is a list by day where there is no room for a grid", async () => {
    listed(item(2, "2030-01-20"), item(1, "2030-01-12", { state: "closed" }), item(3, "2030-02-01"));
    renderApp("/actions?view=calendar&month=2030-01");
    const first = within(await screen.findByRole("region", { name: "Субота, 12 січня 2030" }));
    expect(first.getByText("Закрито")).toBeDefined();
    const heads = screen.getAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);
    expect(heads).toEqual(["Січень 2030", "Субота, 12 січня 2030", "Неділя, 20 січня 2030"]);
    expect(screen.queryByRole("grid")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Вигляд: Календар" }));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: "Список" }));
    expect(await screen.findByRole("heading", { name: "Домовились" })).toBeDefined();
    expect(window.location.search).toBe("?view=list");
    expect(await axeViolations()).toEqual([]);
  });
});

describe("the workload of organisations", () => {
  const HOSPITAL = "019b0000-0000-7000-8000-000000000002";
  const named = (id: string, uk: string) => ({ ...ACTION.owner, id, short_name: { uk, en: uk } });
  const late = item(2, "2026-01-02", { overdue: true, effort_hours: 6, owner: named(HOSPITAL, "Лікарня") });
  const items = [item(1, "2030-01-02", { owner: named("o-1", "Ґанок") }), late];

  it("is a table in which every figure leads to what it counts", async () => {
    wide();
    const { asked } = listed(
      ...items,
      item(3, "2030-01-02", { state: "closed", owner: named("o-3", "Ліцей") }),
    );
    renderApp("/actions?view=workload&priority=high");
    const table = await screen.findByRole("table", { name: "Робота попереду" });
    const rows = within(table)
      .getAllByRole("rowheader")
      .map(({ textContent }) => textContent);
    expect(rows).toEqual(["Ґанок", "Лікарня"]);
    const figure = within(table).getByRole("link", { name: "Лікарня, Прострочені: 1" });
    expect(figure.getAttribute("href")).toBe(
      `/actions?priority=high&view=list&among=open&owner=${HOSPITAL}&late=yes`,
    );
    expect(within(table).getByRole("link", { name: "Лікарня, Години: 6" })).toBeDefined();
    expect(within(table).getByText("не оцінено")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(figure);
    await asksFor(asked, `owner=${HOSPITAL}`);
    expect(
      await screen.findByRole("button", { name: "Лише те, що пораховано: показати й інші" }),
    ).toBeDefined();
  });

  it("is a list on a narrow screen, and says when nothing is open", async () => {
    listed(...items);
    renderApp("/actions?view=workload");
    expect(await screen.findByRole("heading", { name: /Лікарня/ })).toBeDefined();
    expect(screen.getByRole("link", { name: "Ґанок, Відкриті: 1" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("views that are kept", () => {
  const KEPT = { id: "view-1", name: "Наші прострочені", query: "late=yes&view=list&evil=1", kept_at: "" };
  const MINE = "/api/v1/me/saved-views";
  const address = () => window.location.pathname + window.location.search;

  it("lead to their filters, of which only what the page knows counts, and are thrown away", async () => {
    wide();
    const { asked } = listed({ [`GET ${MINE}`]: { items: [KEPT] }, [`DELETE ${MINE}/view-1`]: undefined });
    renderApp("/actions");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Інші вигляди" }));
    expect(screen.queryByRole("menuitem", { name: "Зберегти вигляд", hidden: true })).toBeNull();
    await user.click(await screen.findByRole("menuitemradio", { name: KEPT.name, hidden: true }));
    await waitFor(() => expect(address()).toBe("/actions?late=yes&view=list"));
    await user.click(screen.getByRole("button", { name: "Інші вигляди" }));
    const kept = await screen.findByRole("menuitemradio", { name: KEPT.name, checked: true, hidden: true });
    expect(kept).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole("menuitem", { name: `Прибрати «${KEPT.name}»`, hidden: true }));
    await asksFor(asked, `DELETE ${MINE}/view-1`);
  });

  it("are kept under a name, a calendar without its month", async () => {
    const { sent, take } = captureRequests(KEPT);
    listed({ [`POST ${MINE}`]: take });
    renderApp("/actions?view=calendar&month=2030-01&priority=high");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Вигляд: Календар" }));
    await user.click(await screen.findByRole("menuitem", { name: "Зберегти вигляд", hidden: true }));
    const dialog = within(await screen.findByRole("dialog", { name: "Зберегти вигляд" }));
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(dialog.getByText("Назвіть цей вигляд")).toBeDefined();
    await user.type(dialog.getByLabelText("Назва вигляду"), " Важливе ");
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    const body = { name: "Важливе", query: "priority=high&view=calendar" };
    await waitFor(() => expect(sent).toEqual([[null, body]]));
  });
});

describe("several action items at once", () => {
  const may: Partial<ActionOut> = { allowed: ["read", "edit"] };
  const path = (number: number) => `PATCH /api/v1/action-items/action-${number}`;

  it("are changed one by one, and what is refused is named and stays chosen", async () => {
    const { sent, take } = captureRequests(ACTION);
    listed(item(1, "2030-01-12", may), item(2, "2030-02-12", may), item(3, "2030-01-12"), {
      [path(1)]: take,
      [path(2)]: new ProblemResponse(412, "stale"),
    });
    renderApp("/actions?view=list");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Вибрати кілька" }));
    expect(screen.queryByRole("checkbox", { name: /Справа 3/ })).toBeNull();
    await user.click(screen.getByRole("checkbox", { name: "Усі показані, які ви можете змінити: 2" }));
    expect(screen.getByText("Вибрано: 2")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Змінити вибрані" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Змінити вибрані" }));
    await user.click(dialog.getByRole("button", { name: "Змінити" }));
    expect(dialog.getByText("Виберіть, що змінити")).toBeDefined();
    await user.type(dialog.getByLabelText("Новий строк"), "12.02.2030");
    await user.click(dialog.getByRole("button", { name: "Змінити" }));
    expect(dialog.getByText("Напишіть, чому змінюється строк")).toBeDefined();
    await user.type(dialog.getByLabelText("Чому змінюється строк"), "Чекаємо на кошторис");
    await pick(user, dialog.getByRole("combobox", { name: "Важливість" }), "Терміново");
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Змінити" }));
    expect(await dialog.findByText(/Справа 2: Хтось уже змінив це/)).toBeDefined();
    const body = { due_on: "2030-02-12", reason: "Чекаємо на кошторис", priority: "urgent" };
    expect(sent).toEqual([['"3"', body]]);
    expect(await screen.findByText("Змінено 1 доручення")).toBeDefined();
    await user.click(dialog.getByRole("button", { name: "Скасувати" }));
    expect(await screen.findByText("Вибрано: 1")).toBeDefined();
  });
});

describe("the timeline of action items", () => {
  const first = item(1, "2030-01-20", { created_at: "2029-12-20T08:00:00Z" });
  const second = item(2, "2030-01-12", { created_at: "2029-12-20T08:00:00Z", original_due_on: "2030-01-05" });
  const edges = {
    "GET /api/v1/action-items/dependencies": makePage({ action: "action-2", blocked_by: "action-1" }),
  };

  it("shows what was worked on in its months, and in words what waits for what comes later", async () => {
    wide();
    const { asked } = listed(first, second, edges);
    renderApp("/actions?view=timeline&month=2030-01&priority=high");
    const sheet = await screen.findByRole("region", { name: "Грудень 2029 – лютий 2030" });
    await asksFor(asked, "worked_from=2029-12-01&worked_to=2030-02-28");
    const links = within(sheet).getAllByRole("link", { name: /Справа/ });
    expect(links.map((link) => link.getAttribute("href"))).toEqual([
      "/actions/action-2",
      "/actions/action-1",
    ]);
    expect(links[0]?.textContent).toContain("спершу 05.01.2030");
    expect(await within(sheet).findByText("чекає на № 1, строк якого пізніший")).toBeDefined();
    expect(screen.getByText("2 доручення")).toBeDefined();
    const later = screen.getByRole("link", { name: "Наступний місяць: Лютий 2030" });
    expect(later.getAttribute("href")).toBe("/actions?priority=high&view=timeline&month=2030-02");
    expect(await axeViolations()).toEqual([]);
  });

  it("says on a narrow screen, too, that its months are empty, and leads to others", async () => {
    listed(edges);
    renderApp("/actions?view=timeline&month=2030-01");
    expect(await screen.findByText("На ці місяці доручень немає")).toBeDefined();
    expect(screen.getByRole("link", { name: "Попередній місяць: Грудень 2029" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("words by which the board is narrowed", () => {
  it("stand in the address when typing pauses, also a bare number, and are read from it", async () => {
    listed(item(12, "2030-01-20"), item(3, "2030-01-20"));
    renderApp("/actions?view=list&q=3");
    await userEvent.click(await screen.findByRole("button", { name: "Фільтри (1)" }));
    const field = await screen.findByRole<HTMLInputElement>("searchbox", { name: "Фільтр за словами" });
    const address = () => window.location.pathname + window.location.search;
    expect(await screen.findByText("Справа 3")).toBeDefined();
    expect(screen.queryByText("Справа 12")).toBeNull();
    const user = userEvent.setup();
    await user.clear(field);
    await user.type(field, "12");
    expect(await screen.findByText("Справа 12")).toBeDefined();
    await waitFor(() => expect(address()).toBe("/actions?q=12&view=list"));
    expect(field.value).toBe("12");
    await user.type(field, " справ");
    await user.clear(field);
    await waitFor(() => expect(address()).toBe("/actions?view=list"));
    expect(screen.getByText("Справа 3")).toBeDefined();
  });

  it("are folded on a narrow screen with what narrows seldom, of which the button says how much there is", async () => {
    listed(item(3, "2030-01-20"));
    renderApp(
      "/actions?view=calendar&month=2030-01&state=accepted&show=own&tag=двір&among=open&sector=health&q=3",
    );
    const user = userEvent.setup();
    const toggle = await screen.findByRole("button", { name: "Фільтри (2)", expanded: false });
    expect(screen.queryByRole("searchbox")).toBeNull();
    toggle.focus();
    await user.keyboard("{Enter}");
    expect(toggle.getAttribute("aria-expanded")).toBe("true");
    await user.tab();
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Група: Усі групи");
    expect(await axeViolations()).toEqual([]);
    await user.clear(screen.getByRole("searchbox"));
    expect(await screen.findByRole("button", { name: "Фільтри (1)", expanded: true })).toBe(toggle);
    await user.click(toggle);
    expect(screen.queryByRole("searchbox")).toBeNull();
  });

  it("stand open on a wide one, where the chips are the three that narrow often and what an address brought", async () => {
    wide();
    listed(item(3, "2030-01-20"));
    renderApp("/actions?tag=двір&priority=high");
    expect(await screen.findByRole("searchbox", { name: "Фільтр за словами" })).toBeDefined();
    const quick = within(await screen.findByRole("group", { name: "Які доручення показати" }));
    expect(quick.getAllByRole("button").map((one) => one.textContent)).toEqual([
      "двір",
      "Чекають на вас",
      "Моя організація",
      "Прострочені",
    ]);
    await userEvent.click(screen.getByRole("button", { name: "Фільтри (1)" }));
    expect(await screen.findByRole("button", { name: "Важливість: Важливо" })).toBeDefined();
    await userEvent.click(quick.getByRole("button", { name: "Прострочені" }));
    await waitFor(() => expect(window.location.search).toContain("late=yes"));
  });

  it("narrow the table to take along, as the screen is narrowed at that moment", async () => {
    wide();
    listed(item(12, "2030-01-20"));
    renderApp(`/actions?${new URLSearchParams({ group: GROUP.id, late: "yes", q: "справа" })}`);
    const user = userEvent.setup();
    await user.type(await screen.findByRole("searchbox", { name: "Фільтр за словами" }), " 12 ");
    await user.click(await screen.findByRole("button", { name: "Ще: таблиця, файли" }));
    const table = await screen.findByRole<HTMLAnchorElement>("menuitem", {
      name: "Таблиця CSV",
      hidden: true,
    });
    const { pathname, searchParams } = new URL(table.href);
    expect(pathname).toBe(`/api/v1/groups/${GROUP.id}/action-items/export`);
    expect(Object.fromEntries(searchParams)).toMatchObject({ q: "справа 12", overdue: "true", kind: "csv" });
  });
});

describe("the menu of a card", () => {
  it("offers by the keyboard all that can be done with it, and nothing else", async () => {
    wide();
    const { sent, take } = captureRequests({});
    const allowed: ActionOut["allowed"] = ["read", "accept", "decline", "edit", "add_evidence", "remind_me"];
    listed(item(7, "2030-01-20", { allowed }), {
      "POST /api/v1/action-items/action-7/my-reminders": take,
    });
    renderApp("/actions");
    const user = userEvent.setup();
    (await screen.findByRole("button", { name: "Дії з дорученням № 7" })).focus();
    await user.keyboard("{Enter}");
    await screen.findByRole("menuitem", { name: "Відкрити", hidden: true });
    const items = screen.getAllByRole("menuitem", { hidden: true }).map(({ textContent }) => textContent);
    expect(items).toEqual([
      "Відкрити",
      "Прийняти доручення",
      "Відхилити",
      "Змінити",
      "Додати доказ",
      "Нагадати пізніше",
    ]);
    await user.keyboard("{End}{Enter}");
    const dialog = within(await screen.findByRole("dialog", { name: "Нагадати пізніше" }));
    await user.click(dialog.getByRole("button", { name: "Відкласти" }));
    await waitFor(() => expect(sent).toHaveLength(1));
  });
});
