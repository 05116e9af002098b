import { describe, expect, it } from "vitest";
import { keys } from "@/queries/keys";
import { staleAfter } from "@/queries/resources";
import { aMessage, anEvent, aThread, GROUP_ID, posted, THREAD_ID } from "@/testing/realtime-samples";
import type { EventKind } from "./frames";
import { queriesInvalidatedBy, threadLeftGroup } from "./invalidations";

describe("what waits for who moderates", () => {
  it("is asked anew when another dismissed what was reported", () => {
    const frame = anEvent(1, "dialogue.reports_dismissed", { thread_id: THREAD_ID }, "user:me");
    expect(queriesInvalidatedBy(frame, () => false)).toEqual([keys.moderation, keys.today, keys.inbox]);
  });
});

describe("a dossier", () => {
  const DOSSIER = "01900000-0000-7000-8000-0000000000d0";
  const said = (topic: string, kind: string, data: object | null) =>
    queriesInvalidatedBy(
      { ...anEvent(1, "groups.group_edited", {}, topic), kind, data } as never,
      () => false,
    );

  it("is old with its lists after an event of its own, or of its group", () => {
    const data = { dossier_id: DOSSIER, change: "dossier_moved" };
    const old = [keys.dossier(DOSSIER), keys.dossierHistory(DOSSIER), keys.dossiers];
    for (const topic of [`dossier:${DOSSIER}`, `group:${GROUP_ID}`])
      for (const key of old) expect(said(topic, "programmes.dossier_moved", data)).toContainEqual(key);
  });

  it("makes its recommendations old, on their pages and in the register", () => {
    const stale = said(`dossier:${DOSSIER}`, "programmes.recommendation_moved", { dossier_id: DOSSIER });
    for (const key of [["recommendation"], keys.recommendations, keys.recommendationBoard])
      expect(stale).toContainEqual(key);
  });

  it("makes only the lists old where the frame does not say which it is", () => {
    const stale = said(`group:${GROUP_ID}`, "programmes.dossier_begun", null);
    expect(stale).toContainEqual(keys.dossiers);
    expect(stale.map(([name]) => name)).not.toContain("dossier");
  });

  it("has other readers after a share or an emergency, and is itself as it was", () => {
    const access = keys.access({ kind: "dossier", id: DOSSIER });
    const topic = `dossier:${DOSSIER}`;
    expect(said(topic, "groups.guest_share_granted", null)).toEqual([access]);
    expect(said(topic, "groups.break_glass_opened", null)).toEqual([
      keys.emergenciesOf({ kind: "dossier", id: DOSSIER }),
      access,
    ]);
  });
});

describe("steps that take two people", () => {
  it.each([
    "accounts.approval_confirmed",
    "accounts.approval_declined",
    "accounts.approval_withdrawn",
    "notifications.notification_created",
  ] as const)("are asked anew for who requested them and for who may decide them: %s", (kind) => {
    const frame = anEvent(1, kind, {}, "user:me");
    expect(queriesInvalidatedBy(frame, () => false)).toContainEqual(keys.approvals);
  });
});

describe("a thread that its group reads no more", () => {
  const group = `group:${GROUP_ID}`;
  const gone = (kind: EventKind, data: Parameters<typeof anEvent>[2], topic = group) =>
    threadLeftGroup(anEvent(1, kind, data, topic));

  it("is taken to another one, or restricted", () => {
    expect(gone("dialogue.thread_left", { thread_id: THREAD_ID })).toBe(THREAD_ID);
    expect(gone("dialogue.thread_changed", { thread_id: THREAD_ID, thread: null })).toBe(THREAD_ID);
    expect(gone("dialogue.thread_changed", { thread: aThread() })).toBeUndefined();
    expect(gone("dialogue.thread_changed", { thread_id: THREAD_ID }, `thread:${THREAD_ID}`)).toBeUndefined();
  });

  it("stands in the record of what was taken away", () => {
    const frame = anEvent(1, "dialogue.thread_left", { thread_id: THREAD_ID }, group);
    expect(queriesInvalidatedBy(frame, () => false)).toContainEqual(keys.movedThreads(GROUP_ID));
  });
});

describe("what says where a thread goes on", () => {
  const LEADING = staleAfter("leading");
  const asked = (kind: EventKind, data: Parameters<typeof anEvent>[2]) =>
    queriesInvalidatedBy(anEvent(1, kind, data, `group:${GROUP_ID}`), () => false);

  it.each(["restricted", "widened", "moved"])("is asked anew when others see one: %s", (change) => {
    expect(asked("dialogue.thread_changed", { thread_id: THREAD_ID, change, thread: null })).toEqual(
      expect.arrayContaining(LEADING),
    );
  });

  it("is asked anew when one leaves the group, and not for what else becomes of one", () => {
    expect(asked("dialogue.thread_left", { thread_id: THREAD_ID })).toEqual(expect.arrayContaining(LEADING));
    const closed = { thread_id: THREAD_ID, change: "closed", thread: aThread() };
    expect(asked("dialogue.thread_changed", closed)).not.toContainEqual(["messages"]);
  });
});

it.each(["groups.group_edited", "groups.state_changed"] as const)(
  "whether threads are public is asked anew: %s",
  (kind) => {
    const found = queriesInvalidatedBy(anEvent(1, kind, {}, `group:${GROUP_ID}`), () => false);
    expect(found).toEqual(expect.arrayContaining([["thread"], keys.threadsOfGroup(GROUP_ID)]));
  },
);

describe("messages that quote one that is shown again", () => {
  const shown = (quoting: [] | null) =>
    queriesInvalidatedBy(
      anEvent(1, "dialogue.message_shown", { message: aMessage(1), excerpt: "", quoting }),
      () => false,
    );

  it("come with the event", () => {
    expect(shown([])).not.toContainEqual(keys.messages(THREAD_ID));
  });

  it("are loaded anew where they are more than a frame carries", () => {
    expect(shown(null)).toContainEqual(keys.messages(THREAD_ID));
  });
});

describe("the rounds of a thread", () => {
  const rounds = keys.rounds(THREAD_ID);

  it("are loaded anew with a message only while one runs", () => {
    const said = posted(1, aMessage(1));
    expect(queriesInvalidatedBy(said, () => false)).not.toContainEqual(rounds);
    expect(queriesInvalidatedBy(said, (id) => id === THREAD_ID)).toContainEqual(rounds);
  });

  it("say at any time what is taken back or hidden", () => {
    for (const what of ["withdrawn", "hidden", "shown"] as const) {
      const frame = anEvent(1, `dialogue.message_${what}`, { message: aMessage(1), excerpt: "" });
      expect(queriesInvalidatedBy(frame, () => false)).toContainEqual(rounds);
    }
  });
});

describe("a meeting", () => {
  const MEETING = "01900000-0000-7000-8000-0000000000e1";
  const stale = (kind: string, data: object) =>
    queriesInvalidatedBy(
      { ...anEvent(1, "groups.group_edited", {}, `group:${GROUP_ID}`), kind, data } as never,
      () => false,
    );

  it("is old after a note, and no list is", () => {
    expect(stale("dialogue.meeting_note_written", { meeting_id: MEETING })).toEqual([
      keys.meeting(MEETING),
      keys.agendaSuggestions(MEETING),
    ]);
  });

  it("is old with the lists and what waits once it is convened", () => {
    const keysOf = stale("dialogue.meeting_moved", { meeting_id: MEETING });
    for (const key of [keys.meeting(MEETING), keys.meetings, keys.today]) expect(keysOf).toContainEqual(key);
  });
});
