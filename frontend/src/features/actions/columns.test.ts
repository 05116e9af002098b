import { describe, expect, it } from "vitest";
import type { ActionOut } from "@/api/generated/types.gen";
import { STATES } from "@/modules/actions/status";
import { COLUMNS, canBeDragged, fillColumns, listOrder, matches, stepByDrop } from "./columns";

const action = (part: Partial<ActionOut>) =>
  ({ due_on: "2026-01-01", state_since: "2025-12-01T00:00:00Z", verified_at: null, ...part }) as ActionOut;

const laneOf = (items: ActionOut[], state: ActionOut["state"]) =>
  fillColumns(items)
    .flatMap(({ lanes }) => lanes)
    .find((lane) => lane.state === state)
    ?.items.map(({ id }) => id);

describe("the board", () => {
  it("has a place for every state, and only one", () => {
    const places = COLUMNS.flatMap(({ states, closed = [] }) => [...states, ...closed]);
    expect([...places].sort()).toEqual([...STATES].sort());
  });

  it("shows first what waits for the reader, then what is due first", () => {
    const rows = [
      action({ id: "a", state: "done", due_on: "2026-01-01", waits_for_me: false }),
      action({ id: "b", state: "done", due_on: "2026-03-01", waits_for_me: true }),
      action({ id: "c", state: "done", due_on: "2025-12-01", waits_for_me: false }),
      action({ id: "d", state: "blocked", due_on: "2025-11-01", waits_for_me: true }),
    ];
    expect(laneOf(rows, "done")).toEqual(["b", "c", "a"]);
  });

  it("shows what was verified last first", () => {
    const rows = [
      action({ id: "a", state: "verified", verified_at: "2025-12-01T00:00:00Z" }),
      action({ id: "b", state: "verified", verified_at: "2025-12-09T00:00:00Z" }),
    ];
    expect(laneOf(rows, "verified")).toEqual(["b", "a"]);
  });

  it("keeps what is filed beside what is verified, and counts both", () => {
    const filed = ["2025-12-01", "2025-12-09"].map((day) =>
      action({ id: day, state: "closed", verified_at: `${day}T00:00:00Z` }),
    );
    const rows = [...filed, action({ id: "v", state: "verified" })];
    expect(laneOf(rows, "closed")).toEqual(["2025-12-09", "2025-12-01"]);
    expect(fillColumns(rows).at(-1)?.count).toBe(3);
    expect(stepByDrop({ state: "verified", allowed: ["read", "close"] }, "closed")?.name).toBe("close");
  });

  it("counts what ended without a result apart", () => {
    const rows = [action({ id: "a", state: "cancelled" }), action({ id: "b", state: "verified" })];
    const last = fillColumns(rows).at(-1);
    expect(last?.count).toBe(1);
    expect(last?.closedItems.map(({ id }) => id)).toEqual(["a"]);
  });

  it("finds by every word, whatever the case", () => {
    expect(matches("карта ОСББ", ["№ 3", "Карта освітлення", "Асоціація ОСББ"])).toBe(true);
    expect(matches("карта рада", ["№ 3", "Карта освітлення", "Асоціація ОСББ"])).toBe(false);
    expect(matches("  ", ["№ 3"])).toBe(true);
  });
});

describe("the list", () => {
  const order = (items: ActionOut[]) => listOrder(fillColumns(items)).map(({ key }) => key);

  it("begins with what is nearest to its end, and leaves out what is empty", () => {
    const rows = [action({ state: "accepted" }), action({ state: "done" }), action({ state: "blocked" })];
    expect(order(rows)).toEqual(["checking", "doing", "agreed"]);
  });

  it("begins with what waits for the reader", () => {
    const rows = [action({ state: "done" }), action({ state: "proposed", waits_for_me: true })];
    expect(order(rows)).toEqual(["agreed", "checking"]);
  });
});

describe("a card", () => {
  const working = { state: "in_progress", allowed: ["read", "block", "complete", "cancel"] } as const;
  const card = { ...working, allowed: [...working.allowed] };

  it("goes where a step is open", () => {
    expect(stepByDrop(card, "done")?.name).toBe("complete");
    expect(stepByDrop(card, "blocked")?.reason?.missing).toBeDefined();
    expect(stepByDrop(card, "verified")).toBeUndefined();
  });

  it("does not go where it is", () => {
    expect(stepByDrop({ state: "in_progress", allowed: ["start"] }, "in_progress")).toBeUndefined();
  });

  it("comes back to work with a comment when it is returned", () => {
    const step = stepByDrop({ state: "done", allowed: ["verify", "return"] }, "in_progress");
    expect(step?.to).toBe("returned");
    expect(step?.reason?.missing).toBeDefined();
  });

  it("stays where it is for those to whom no lane is open", () => {
    expect(canBeDragged(card)).toBe(true);
    expect(canBeDragged({ state: "done", allowed: ["read", "add_evidence", "cancel"] })).toBe(false);
  });
});
