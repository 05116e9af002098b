import { describe, expect, it } from "vitest";
import { entityRefsIn } from "./refs";

const ITEM = "01900000-0000-7000-8000-000000000001";
const THREAD = "01900000-0000-7000-8000-000000000002";
const GROUP = "01900000-0000-7000-8000-000000000003";

describe("what a list tells of", () => {
  it("is each thread and action item in it, and what a duty leads to", () => {
    const today = {
      duties: [
        { step: "work", id: "x", url: `/actions/${ITEM}` },
        { step: "read", id: "y", url: `/threads/${THREAD}?message=4` },
        { step: "answer", id: "z", url: `/groups/${GROUP}/joining` },
        { step: "renew", id: "me", url: "/settings" },
      ],
      unread: [{ id: "thread-2", message_count: 3 }],
      mine: [{ id: "item-2", due_on: "2026-01-01", audience: "group" }],
    };
    expect(entityRefsIn(["today"], today)).toEqual([
      `action:${ITEM}`,
      `thread:${THREAD}`,
      `group:${GROUP}`,
      "thread:thread-2",
      "action:item-2",
    ]);
  });

  it("is each dossier in it, not the mandate that leads one", () => {
    const dossier = { id: "dossier-1", phase: "follow_up", lead: { id: "mandate-1" }, group: { id: GROUP } };
    expect(entityRefsIn(["dossiers", {}], [dossier])).toEqual(["dossier:dossier-1"]);
  });

  it("is each recommendation in it, not the dossier that holds one", () => {
    const row = { id: "r-1", implementation: "partial", response: "accepted", dossier: { id: "dossier-1" } };
    expect(entityRefsIn(["recommendations", {}], { pages: [{ items: [row] }] })).toEqual([
      "recommendation:r-1",
    ]);
  });
});
