import { describe, expect, it } from "vitest";
import type { ActionOut } from "@/api/generated/types.gen";
import { STATES } from "@/design/status";
import { COLUMNS, ENDED, inState, matches } from "./columns";

const action = (part: Partial<ActionOut>) => part as ActionOut;

describe("the board", () => {
  it("has a place for every state, and only one", () => {
    const places = [...COLUMNS.flatMap((column) => column.states), ...ENDED];
    expect([...places].sort()).toEqual([...STATES].sort());
  });

  it("shows first what waits for the reader, then what is due first", () => {
    const rows = [
      action({ id: "a", state: "done", due_on: "2026-01-01", waits_for_me: false }),
      action({ id: "b", state: "done", due_on: "2026-03-01", waits_for_me: true }),
      action({ id: "c", state: "done", due_on: "2025-12-01", waits_for_me: false }),
      action({ id: "d", state: "blocked", due_on: "2025-11-01", waits_for_me: true }),
    ];
    expect(inState(rows, "done").map((row) => row.id)).toEqual(["b", "c", "a"]);
  });

  it("finds by every word, whatever the case", () => {
    expect(matches("карта ОСББ", ["№ 3", "Карта освітлення", "Асоціація ОСББ"])).toBe(true);
    expect(matches("карта рада", ["№ 3", "Карта освітлення", "Асоціація ОСББ"])).toBe(false);
  });
});
