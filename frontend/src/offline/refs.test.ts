import { describe, expect, it } from "vitest";
import { refsIn } from "./refs";

describe("what a list tells of", () => {
  it("is each thread and action item in it, and what a duty leads to", () => {
    const today = {
      duties: [
        { step: "work", id: "x", url: "/actions/item-1" },
        { step: "read", id: "y", url: "/threads/thread-1?message=4" },
        { step: "answer", id: "z", url: "/groups/group-1/joining" },
        { step: "renew", id: "me", url: "/settings" },
      ],
      unread: [{ id: "thread-2", message_count: 3 }],
      mine: [{ id: "item-2", due_on: "2026-01-01", audience: "group" }],
    };
    expect(refsIn(["today"], today)).toEqual([
      "action:item-1",
      "thread:thread-1",
      "group:group-1",
      "thread:thread-2",
      "action:item-2",
    ]);
  });
});
