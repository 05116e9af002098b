import { describe, expect, it } from "vitest";
import { sharedOnly } from "./shared-only";

const open = { id: "t1", visibility: "group" };
const restricted = { id: "t2", visibility: "restricted" };
const nothing = () => undefined;

describe("what lies in the browser", () => {
  it("is what the whole group reads", () => {
    expect(sharedOnly(["thread", "t1"], open, nothing)).toEqual(open);
    expect(sharedOnly(["messages", "t1"], { items: [1] }, () => open)).toEqual({ items: [1] });
  });

  it("is never a restricted thread, nor its messages, nor its name in a list", () => {
    expect(sharedOnly(["thread", "t2"], restricted, nothing)).toBeUndefined();
    expect(sharedOnly(["messages", "t2"], { items: [1] }, () => restricted)).toBeUndefined();
    const list = { items: [open, restricted], pinned: [restricted] };
    expect(sharedOnly(["threads", "g"], list, nothing)).toEqual({ items: [open], pinned: [] });
  });

  it("is what the talk of an open thread came to, and of no other", () => {
    expect(sharedOnly(["gist", "t1"], { seq: 1 }, () => open)).toEqual({ seq: 1 });
    expect(sharedOnly(["gist", "t2"], { seq: 1 }, () => restricted)).toBeUndefined();
    expect(sharedOnly(["gist", "t1"], { seq: 1 }, nothing)).toBeUndefined();
  });

  it("is no message whose thread is not known", () => {
    expect(sharedOnly(["messages", "t1"], { items: [1] }, nothing)).toBeUndefined();
  });

  it("is no action item that only a thread's readers see, nor its evidence", () => {
    const wide = { id: "a", audience: "group" };
    const narrow = { id: "b", audience: "thread" };
    const today = {
      duties: [{ shared: false }, { shared: true }],
      unread: [restricted],
      mine: [narrow],
      action_counts: {},
    };
    expect(sharedOnly(["today"], today, nothing)).toEqual({
      duties: [{ shared: true }],
      unread: [],
      mine: [],
      action_counts: {},
    });
    expect(sharedOnly(["actions", {}], [wide, narrow], nothing)).toEqual([wide]);
    expect(sharedOnly(["evidence", "b"], [1], () => narrow)).toBeUndefined();
  });

  it("is no notification that not every member may read, and no way to older ones", () => {
    const pages = [{ items: [{ restricted: true }, { restricted: false }], next_cursor: "older" }];
    const kept = { pages: [{ items: [{ restricted: false }], next_cursor: null }], pageParams: [] };
    expect(sharedOnly(["inbox"], { pages, pageParams: [] }, nothing)).toEqual(kept);
  });

  it("is no other item beside one that only a thread's readers see", () => {
    const [wide, narrow] = [
      { id: "a", audience: "group" },
      { id: "b", audience: "thread" },
    ];
    const page = { ...wide, superseded_by: narrow, supersedes: [narrow, { ...wide, id: "c" }] };
    const kept = { ...wide, superseded_by: null, supersedes: [{ ...wide, id: "c" }] };
    expect(sharedOnly(["action", "a"], page, nothing)).toEqual(kept);
    const ones = { parent: narrow, previous: wide, following: narrow };
    const found = { ...ones, parts: [wide], blocked_by: [narrow], blocks: [] };
    const rest = { ...ones, parent: null, following: null, parts: [wide], blocked_by: [], blocks: [] };
    expect(sharedOnly(["relations", "a"], found, () => wide)).toEqual(rest);
    expect(sharedOnly(["relations", "b"], found, () => narrow)).toBeUndefined();
    expect(sharedOnly(["checklist", "b"], [1], () => narrow)).toBeUndefined();
  });

  it("is nothing that is not named", () => {
    expect(sharedOnly(["tokens"], [{ secret: 1 }], nothing)).toBeUndefined();
    expect(sharedOnly(["sessions"], [], nothing)).toBeUndefined();
    expect(sharedOnly(["approvals", "waiting"], [], nothing)).toBeUndefined();
  });
});
