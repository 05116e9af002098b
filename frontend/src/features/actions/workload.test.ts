import { expect, it } from "vitest";
import type { ActionOut } from "@/api/generated/types.gen";
import { ACTION } from "@/testing/action-samples";
import { loadsOf } from "./workload";

const owner = (name: string) => ({ ...ACTION.owner, id: name, short_name: { uk: name, en: name } });
const byId = (a: ActionOut["owner"], b: ActionOut["owner"]) => a.id.localeCompare(b.id);
const item = (name: string, due_on: string, more: Partial<ActionOut> = {}): ActionOut => ({
  ...ACTION,
  owner: owner(name),
  due_on,
  ...more,
});

it("what is open is counted by whose it is, and by when it is due", () => {
  const items = [
    item("Рада", "2026-01-31", { effort_hours: 8 }),
    item("Рада", "2026-02-14", { state: "done", effort_hours: 2 }),
    item("Рада", "2026-02-15"),
    item("Рада", "2026-01-30", { overdue: true }),
    item("Рада", "2026-02-01", { state: "verified", effort_hours: 100 }),
    item("Лікарня", "2026-03-01"),
    item("Ліцей", "2026-02-01", { state: "cancelled" }),
  ];
  const loads = loadsOf(items, "2026-01-31", byId);
  expect(loads.map(({ owner: { id } }) => id)).toEqual(["Лікарня", "Рада"]);
  expect(loads[1]).toMatchObject({ open: 4, overdue: 1, soon: 2, hours: 10, estimated: 2 });
  expect(loads[1]?.states).toEqual({ proposed: 3, done: 1 });
});

it("an item with co-owners is counted once, and apart from that for each of them", () => {
  const items = [
    item("Рада", "2026-01-31", { coowners: [owner("Ліцей"), owner("Лікарня")], effort_hours: 8 }),
    item("Лікарня", "2026-01-31"),
    item("Рада", "2026-01-31", { coowners: [owner("Ліцей")], state: "verified" }),
  ];
  const loads = loadsOf(items, "2026-01-31", byId);
  expect(loads.map(({ owner: { id }, open, shared, hours }) => [id, open, shared, hours])).toEqual([
    ["Лікарня", 1, 1, 0],
    ["Ліцей", 0, 1, 0],
    ["Рада", 1, 0, 8],
  ]);
});
