import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ItemListOut, ItemRowOut } from "@/api/generated/types.gen";
import { GROUP } from "@/testing/joining-samples";
import { POLICE } from "@/testing/members-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const GUESTS = { ...POLICE, id: "hub", short_name: { uk: "Хаб", en: "Hub" } };
const ROW: ItemRowOut = {
  number: 2,
  title: "Ліхтарі",
  title_en: "",
  description: "",
  priority: "normal",
  owner: POLICE,
  owner_outside: false,
  coowners: [],
  verifier: null,
  due_on: "2030-12-31",
  criteria: [],
  target_groups: [],
  tags: [],
  place_name: "",
  place: null,
  effort_hours: null,
  budget: null,
  budget_source: null,
  again: null,
};
const AGAIN: ItemRowOut = {
  ...ROW,
  number: 3,
  title: "Пандус",
  owner_outside: true,
  coowners: [GUESTS],
  again: { number: 7, year: 2026 },
};
const LIST: ItemListOut = {
  rows: [ROW, AGAIN],
  faults: [{ number: 4, column: "due_on", code: "past", message: "Ця дата вже минула." }],
};
const AT = "/api/v1/groups/group-1/action-item-lists";
const LEADS = { ...GROUP, allowed: [...GROUP.allowed, "make"] };
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/groups": { items: [LEADS], next_cursor: null },
  "GET /api/v1/groups/group-1": LEADS,
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: 0 },
  [`POST ${AT}/preview`]: LIST,
};

async function choose() {
  renderApp("/groups/group-1/actions");
  await userEvent.click(await screen.findByRole("button", { name: "З таблиці" }));
  const dialog = await screen.findByRole("dialog", { name: "Доручення з таблиці" });
  expect(within(dialog).getByRole("button", { name: "Вибрати файл" })).toBeDefined();
  expect(await axeViolations(dialog)).toEqual([]);
  await userEvent.upload(screen.getByLabelText("Файл"), new File(["…"], "list.csv", { type: "text/csv" }));
  return within(await screen.findByRole("dialog", { name: "Перевірте список" }));
}

describe("action items from a table", () => {
  it("are looked at first, every bad row is named, and are proposed as they were shown", async () => {
    const sent: Record<string, unknown>[] = [];
    const keys: (string | null)[] = [];
    mockApi({
      ...BASE,
      [`POST ${AT}`]: async (request: Request) => {
        keys.push(request.headers.get("Idempotency-Key"));
        sent.push(await request.json());
        return { items: [{ id: "a", number: 1, year: 2026 }] };
      },
    });
    const list = await choose();
    expect(list.getByText(/Ця дата вже минула/)).toBeDefined();
    expect(list.getByText("разом із: Хаб")).toBeDefined();
    expect(list.getByText(/Така назва вже є: № 7/)).toBeDefined();
    expect(sent).toEqual([]);
    expect(await axeViolations(document.body)).toEqual([]);
    await userEvent.click(list.getByRole("button", { name: "Запропонувати 2 доручення" }));
    expect(await screen.findByText("Запропоновано 1 доручення")).toBeDefined();
    const { owner: _owner, owner_outside: _outside, verifier: _verifier, ...kept } = ROW;
    expect(sent).toEqual([
      {
        rows: [
          { ...kept, owner_organisation: POLICE.id, verifier_organisation: null, again: false },
          {
            ...kept,
            number: 3,
            title: "Пандус",
            coowners: [GUESTS.id],
            outside_body: POLICE.id,
            verifier_organisation: null,
            again: true,
          },
        ],
      },
    ]);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("names what differs by now and lets it be looked at anew", async () => {
    let looked = 0;
    mockApi({
      ...BASE,
      [`POST ${AT}/preview`]: () => {
        looked += 1;
        return LIST;
      },
      [`POST ${AT}`]: new ProblemResponse(409, "list_changed", [
        { pointer: "/rows/0", code: "changed", message: "Тепер уже є таке саме." },
      ]),
    });
    const list = await choose();
    await userEvent.click(list.getByRole("button", { name: "Запропонувати 2 доручення" }));
    const alert = within(await list.findByRole("alert"));
    expect(alert.getByText(/Ліхтарі: Тепер уже є таке саме/)).toBeDefined();
    expect(list.queryByRole("button", { name: /Запропонувати/ })).toBeNull();
    await userEvent.click(alert.getByRole("button", { name: "Перевірити ще раз" }));
    expect(await list.findByRole("button", { name: "Запропонувати 2 доручення" })).toBeDefined();
    expect(looked).toBe(2);
  });

  it("says why a file cannot be read", async () => {
    mockApi({
      ...BASE,
      [`POST ${AT}/preview`]: new ProblemResponse(422, "invalid", [
        { pointer: "/file", code: "column_missing", message: "Бракує стовпця «Строк»." },
      ]),
    });
    renderApp("/groups/group-1/actions");
    await userEvent.click(await screen.findByRole("button", { name: "З таблиці" }));
    await screen.findByRole("dialog");
    await userEvent.upload(screen.getByLabelText("Файл"), new File(["…"], "a.csv", { type: "text/csv" }));
    expect(await screen.findByText("Бракує стовпця «Строк».")).toBeDefined();
  });

  it("are not offered to who makes no items", async () => {
    mockApi({ ...BASE, "GET /api/v1/groups": { items: [{ ...GROUP, allowed: [] }], next_cursor: null } });
    renderApp("/groups/group-1/actions");
    expect(await screen.findByRole("button", { name: /Завантажити/ })).toBeDefined();
    expect(screen.queryByRole("button", { name: "З таблиці" })).toBeNull();
  });
});
