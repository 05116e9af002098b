import { describe, expect, it } from "vitest";
import { redactForDisk } from "./shared-only";

const open = { id: "t1", visibility: "group" };
const restricted = { id: "t2", visibility: "restricted" };
const nothing = () => undefined;

describe("what lies in the browser", () => {
  it("is what the whole group reads", () => {
    expect(redactForDisk(["thread", "t1"], open, nothing)).toEqual(open);
    expect(redactForDisk(["messages", "t1"], { items: [1] }, () => open)).toEqual({ items: [1] });
  });

  it("is never a restricted thread, nor its messages, nor its name in a list", () => {
    expect(redactForDisk(["thread", "t2"], restricted, nothing)).toBeUndefined();
    expect(redactForDisk(["messages", "t2"], { items: [1] }, () => restricted)).toBeUndefined();
    const list = { items: [open, restricted], pinned: [restricted] };
    expect(redactForDisk(["threads", "g"], list, nothing)).toEqual({ items: [open], pinned: [] });
  });

  it("is what the talk of an open thread came to, and of no other", () => {
    expect(redactForDisk(["gist", "t1"], { seq: 1 }, () => open)).toEqual({ seq: 1 });
    expect(redactForDisk(["gist", "t2"], { seq: 1 }, () => restricted)).toBeUndefined();
    expect(redactForDisk(["gist", "t1"], { seq: 1 }, nothing)).toBeUndefined();
  });

  it("is no message whose thread is not known", () => {
    expect(redactForDisk(["messages", "t1"], { items: [1] }, nothing)).toBeUndefined();
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
    expect(redactForDisk(["today"], today, nothing)).toEqual({
      duties: [{ shared: true }],
      unread: [],
      mine: [],
      action_counts: {},
    });
    expect(redactForDisk(["actions", {}], [wide, narrow], nothing)).toEqual([wide]);
    expect(redactForDisk(["evidence", "b"], [1], () => narrow)).toBeUndefined();
  });

  it("is no dossier that only its participants read, nor its history", () => {
    const named = { id: "d", visibility: "participants" };
    expect(redactForDisk(["dossier", "t1"], open, nothing)).toEqual(open);
    expect(redactForDisk(["dossier", "d"], named, nothing)).toBeUndefined();
    expect(redactForDisk(["dossierHistory", "d"], [1], () => named)).toBeUndefined();
    expect(redactForDisk(["dossiers", {}], [open, named], nothing)).toEqual([open]);
    expect(redactForDisk(["dossiers", "known", "g"], [named], nothing)).toBeUndefined();
  });

  it("is a form that people fill in on the spot, whoever reads its dossier", () => {
    const named = { id: "d", visibility: "participants" };
    expect(redactForDisk(["form", "d", "f"], { id: "f" }, () => named)).toEqual({ id: "f" });
    expect(redactForDisk(["dossierForms", "d"], [1], () => named)).toBeUndefined();
  });

  it("is no recommendation of a dossier that only its participants read, nor a way to more of them", () => {
    const [own, kept] = ["participants", "group"].map((visibility) => ({ dossier: { visibility } }));
    expect(redactForDisk(["recommendation", "r"], kept, nothing)).toEqual(kept);
    expect(redactForDisk(["recommendation", "r"], own, nothing)).toBeUndefined();
    expect(redactForDisk(["recommendationEvidence", "r"], [1], () => own)).toBeUndefined();
    const register = { pages: [{ items: [own, kept], next_cursor: "more" }], pageParams: [undefined] };
    expect(redactForDisk(["recommendations", {}], register, nothing)).toEqual({
      pages: [{ items: [kept], next_cursor: null }],
      pageParams: [undefined],
    });
  });

  it("is no notification that not every member may read, and no way to older ones", () => {
    const pages = [{ items: [{ restricted: true }, { restricted: false }], next_cursor: "older" }];
    const kept = { pages: [{ items: [{ restricted: false }], next_cursor: null }], pageParams: [] };
    expect(redactForDisk(["inbox", "news"], { pages, pageParams: [] }, nothing)).toEqual(kept);
  });

  it("is no other item beside one that only a thread's readers see", () => {
    const [wide, narrow] = [
      { id: "a", audience: "group" },
      { id: "b", audience: "thread" },
    ];
    const page = { ...wide, superseded_by: narrow, supersedes: [narrow, { ...wide, id: "c" }] };
    const kept = { ...wide, superseded_by: null, supersedes: [{ ...wide, id: "c" }] };
    expect(redactForDisk(["action", "a"], page, nothing)).toEqual(kept);
    const ones = { parent: narrow, previous: wide, following: narrow };
    const found = { ...ones, parts: [wide], blocked_by: [narrow], blocks: [] };
    const rest = { ...ones, parent: null, following: null, parts: [wide], blocked_by: [], blocks: [] };
    expect(redactForDisk(["relations", "a"], found, () => wide)).toEqual(rest);
    expect(redactForDisk(["relations", "b"], found, () => narrow)).toBeUndefined();
    expect(redactForDisk(["checklist", "b"], [1], () => narrow)).toBeUndefined();
  });

  it("is nothing that is not named", () => {
    expect(redactForDisk(["tokens"], [{ secret: 1 }], nothing)).toBeUndefined();
    expect(redactForDisk(["sessions"], [], nothing)).toBeUndefined();
    expect(redactForDisk(["approvals", "waiting"], [], nothing)).toBeUndefined();
  });
});
