import { describe, expect, it } from "vitest";
import type { ActionOut } from "@/api/generated/types.gen";
import { ACTION } from "@/testing/action-samples";
import { isWholeList, withAction, withCard, withoutAction } from "./action-cards";

const item = (id: string, due_on: string, more: Partial<ActionOut> = {}): ActionOut => ({
  ...ACTION,
  id,
  due_on,
  ...more,
});
const idsOf = (items: ActionOut[]) => items.map(({ id }) => id);

const FIRST = item("a", "2030-01-10", { waits_for_me: true, allowed: ["read", "start"] });
const SECOND = item("b", "2030-01-12");
const { number, year, title, state_since, blocked_reason, priority, overdue, owner } = ACTION;
const { checklist_count, evidence_count, version } = ACTION;
const FACTS = {
  ...{
    action_id: "a",
    thread_id: null,
    message_id: null,
    number,
    year,
    title,
    state_since,
    blocked_reason,
    priority,
    overdue,
    owner,
  },
  ...{ checklist_count, checklist_done: 1, evidence_count, version: version + 1 },
  state: "in_progress" as const,
  due_on: "2030-01-20",
};

describe("the cards of a board", () => {
  it("take over what an event says of one, and keep what is the reader's own", () => {
    const items = withCard([FIRST, SECOND], FACTS);
    expect(idsOf(items)).toEqual(["b", "a"]);
    const { action_id, thread_id, message_id, ...facts } = FACTS;
    expect(items[1]).toEqual({ ...FIRST, ...facts });
  });

  it("stay as they are when the event is older, or is about none of them", () => {
    const items = [item("a", "2030-01-10", { version: 9 }), SECOND];
    expect(withCard(items, FACTS)).toBe(items);
    expect(withCard([SECOND], FACTS)).toEqual([SECOND]);
  });

  it("have an item once, in its place by the day on which it is due", () => {
    const fresh = item("c", "2030-01-11");
    expect(idsOf(withAction([FIRST, SECOND], fresh))).toEqual(["a", "c", "b"]);
    const moved = item("a", "2030-01-13", { version: 9 });
    expect(withAction([FIRST, SECOND], moved)).toEqual([SECOND, moved]);
    expect(withAction([moved], FIRST)).toEqual([moved]);
    expect(withoutAction([FIRST, SECOND], "a")).toEqual([SECOND]);
  });
});

it("lists that are narrowed by more than the group are no whole lists", () => {
  expect(isWholeList({}, "g")).toBe(true);
  expect(isWholeList({ group: "g", tag: undefined }, "g")).toBe(true);
  expect(isWholeList({ group: "other" }, "g")).toBe(false);
  expect(isWholeList({ group: "g", waiting: "me" }, "g")).toBe(false);
  expect(isWholeList("dependencies", "g")).toBe(false);
});
