import { expect, test } from "vitest";
import type { ActionOut } from "@/api/generated/types.gen";
import { ACTION } from "@/testing/action-samples";
import { linksOf, pageOf, placeOf, rowsOf } from "./timeline";

const PAGE = pageOf("2026-11");
const day = (at: string) => at.slice(0, 10);

function item(id: string, facts: Partial<ActionOut>): ActionOut {
  return { ...ACTION, id, created_at: "2026-10-20T08:00:00Z", due_on: "2026-11-20", ...facts };
}

const idsOf = (items: ActionOut[]) => rowsOf(items, [], PAGE, day).map((row) => row.item.id);

test("a page has the month before and the one after, to its last day", () => {
  expect(PAGE).toEqual({
    months: ["2026-10", "2026-11", "2026-12"],
    first: "2026-10-01",
    last: "2026-12-31",
  });
  expect(pageOf("2026-01").first).toBe("2025-12-01");
});

test("days lie between the edges, also when the clock is changed", () => {
  expect(placeOf("2026-10-01", PAGE.first, PAGE.last)).toBe(0);
  expect(placeOf("2027-01-01", PAGE.first, PAGE.last)).toBe(1);
  expect(placeOf("2026-11-16", PAGE.first, PAGE.last)).toBe(0.5);
  expect(placeOf("2025-01-01", PAGE.first, PAGE.last)).toBe(0);
  expect(placeOf("2028-01-01", PAGE.first, PAGE.last)).toBe(1);
});

test("what was over before or begins later is not shown, what is overdue since before is", () => {
  const items = [
    item("now", {}),
    item("overdue", { due_on: "2026-09-01", created_at: "2026-08-01T08:00:00Z", overdue: true }),
    item("over", { due_on: "2026-09-02", created_at: "2026-08-01T08:00:00Z" }),
    item("later", { created_at: "2027-02-01T08:00:00Z", due_on: "2027-03-01" }),
    item("long", { due_on: "2028-01-01" }),
  ];
  expect(idsOf(items)).toEqual(["overdue", "now", "long"]);
});

test("what has ended ends on that day, not on its due day", () => {
  const [done] = rowsOf(
    [item("a", { state: "verified", verified_at: "2026-11-05T08:00:00Z" })],
    [],
    PAGE,
    day,
  );
  expect([done?.from, done?.to]).toEqual(["2026-10-20", "2026-11-05"]);
});

test("who waits says for what, and where that comes too late", () => {
  const items = [
    item("first", { due_on: "2026-11-10" }),
    item("second", { due_on: "2026-11-20" }),
    item("third", { due_on: "2026-11-30" }),
    item("gone", { state: "cancelled", state_since: "2026-11-01T08:00:00Z" }),
  ];
  const edges = [
    { action: "second", blocked_by: "first" },
    { action: "second", blocked_by: "third" },
    { action: "second", blocked_by: "gone" },
    { action: "second", blocked_by: "unseen" },
  ];
  const rows = rowsOf(items, edges, PAGE, day);
  const second = rows.find((row) => row.item.id === "second");
  expect(second?.waits.map((wait) => [wait.item.id, wait.late])).toEqual([
    ["first", false],
    ["third", true],
  ]);
  expect(linksOf(rows).map(({ day: until, late }) => [until, late])).toEqual([
    ["2026-11-10", false],
    ["2026-11-30", true],
  ]);
});
