import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ActionOut } from "@/api/generated/types.gen";
import { makeAction } from "@/testing/action-samples";
import { TERRITORY } from "@/testing/group-samples";
import { GROUP } from "@/testing/members-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { type Answer, mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const TOWN = { latitude: 47.86, longitude: 31.15 };
const NEAR = { latitude: 47.861, longitude: 31.151 };
const VILLAGE = { latitude: 47.95, longitude: 31.02 };

const ITEMS = [
  makeAction(1, { place: TOWN, place_name: "Ліцей" }),
  makeAction(2, { place: NEAR, state: "in_progress" }),
  makeAction(3, { place: VILLAGE, state: "blocked", overdue: true, due_on: "2026-01-01" }),
  makeAction(4, { place_name: "Усі укриття" }),
];

function listed(items: ActionOut[] | Answer<"GET /api/v1/action-items">, more = {}) {
  return mockApi({
    ...EMPTY_API,
    "GET /api/v1/groups": { items: [{ ...GROUP, role: "member" }], next_cursor: null },
    "GET /api/v1/map": { style: "" },
    "GET /api/v1/action-items": Array.isArray(items) ? { items, next_cursor: null, seq: 0 } : items,
    ...more,
  });
}

const titles = (region: HTMLElement) =>
  within(region)
    .getAllByRole("heading", { level: 3 })
    .map(({ textContent }) => textContent);

describe("the map of action items", () => {
  it("shows those with a place, together where they fall together, and lists the same ones", async () => {
    const { asked } = listed(ITEMS);
    renderApp("/actions?view=map&priority=high");
    const region = await screen.findByRole("region", { name: "На мапі" });
    expect(asked.some((address) => address.includes("priority=high"))).toBe(true);
    expect(within(region).getByRole("img", { name: /^Мапа доручень/ })).toBeDefined();
    const marks = within(region).getAllByRole("button", { pressed: false });
    expect(marks.map((mark) => mark.getAttribute("aria-label"))).toEqual([
      "2 доручення: № 1, № 2",
      expect.stringMatching(/^№ 3 Справа 3\. Заблоковано\. Прострочено/),
    ]);
    // The number, and for who does not see colours the shape of the state and of what is overdue.
    expect(marks[1]?.querySelectorAll("svg")).toHaveLength(2);
    expect(titles(region)).toEqual(["№ 1 Справа 1", "№ 2 Справа 2", "№ 3 Справа 3"]);
    expect(within(region).getByText("Ліцей")).toBeDefined();
    expect(within(region).getByText("47,95° пн. ш., 31,02° сх. д.")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("counts those without a place, and names them on request", async () => {
    listed(ITEMS);
    renderApp("/actions?view=map");
    const more = await screen.findByRole("button", { name: "1 доручення без місця на мапі" });
    expect(screen.queryByText("Справа 4")).toBeNull();
    await userEvent.click(more);
    expect(screen.getByRole("heading", { name: "№ 4 Справа 4" })).toBeDefined();
    expect(screen.getByText("Усі укриття")).toBeDefined();
  });

  it("narrows the list to what is pressed, by the keyboard, too", async () => {
    listed(ITEMS);
    renderApp("/actions?view=map");
    const region = await screen.findByRole("region", { name: "На мапі" });
    const user = userEvent.setup();
    within(region).getByRole("button", { name: "2 доручення: № 1, № 2" }).focus();
    await user.keyboard("{Enter}");
    expect(titles(region)).toEqual(["№ 1 Справа 1", "№ 2 Справа 2"]);
    expect(within(region).getByRole("status").textContent).toBe("вибрано 2 з 3");
    // What is chosen is come closer to, until it can be told apart.
    for (let step = 0; step < 9; step += 1) {
      await user.click(within(region).getByRole("button", { name: "Наблизити" }));
    }
    expect(within(region).getByRole("button", { name: /^№ 2 Справа 2/ })).toBeDefined();
    // What is out of view cannot be walked to; the list still has it.
    expect(within(region).queryByRole("button", { name: /^№ 3 Справа 3/ })).toBeNull();
    const all = within(region).getAllByRole("button", { name: "Показати всі" });
    await user.click(all[0] as HTMLElement);
    expect(titles(region)).toHaveLength(3);
    await user.click(within(region).getByRole("button", { name: "Показати все" }));
    expect(within(region).getByRole("button", { name: /^№ 3 Справа 3/ })).toBeDefined();
  });

  it("names the settlements around", async () => {
    const village = { ...TERRITORY, id: "t-2", name: { uk: "Житній Яр", en: "" }, ...VILLAGE };
    const { asked } = listed(ITEMS, { "GET /api/v1/territories": { items: [village], next_cursor: null } });
    renderApp(`/actions?view=map&group=${GROUP.id}`);
    const map = await screen.findByRole("img", { name: /^Мапа доручень/ });
    expect(await within(map).findByText("Житній Яр")).toBeDefined();
    expect(asked.some((address) => address.includes(`inside=${GROUP.territory.id}`))).toBe(true);
  });

  it("says where places are set while there are none", async () => {
    listed([makeAction(4)]);
    renderApp("/actions?view=map");
    expect(await screen.findByText("На мапі цих доручень немає")).toBeDefined();
    expect(screen.getByRole("heading", { name: "№ 4 Справа 4" })).toBeDefined();
    expect(screen.queryByRole("img", { name: /^Мапа/ })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("is nothing where there is nothing", async () => {
    listed([]);
    renderApp("/actions?view=map");
    expect(await screen.findByText("Доручень ще немає")).toBeDefined();
  });

  it("is told of as an error where the list does not come", async () => {
    listed(new ProblemResponse(403, "forbidden"));
    renderApp("/actions?view=map");
    expect(await screen.findByRole("alert")).toBeDefined();
  });
});
