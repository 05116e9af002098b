import { describe, expect, it } from "vitest";
import type { GroupOut, MustReadOut } from "@/api/generated/types.gen";
import { updateMessage } from "@/queries/threads";
import {
  aMessage,
  anEvent,
  aThread,
  aVoice,
  factsOf,
  GROUP_ID,
  posted,
  THREAD_ID,
  windowOf,
} from "@/testing/realtime-samples";
import { excerptOf } from "./excerpt";
import { groupReducer, type ThreadList, threadListReducer } from "./group-reducers";
import { messagesReducer } from "./messages-reducer";
import { applyEvent, type Numbered, type TopicReducer } from "./reducer";
import { threadReducer } from "./thread-reducer";

function told<S extends Numbered>(
  reducer: TopicReducer<S>,
  state: S,
  ...frames: Parameters<typeof applyEvent>[2][]
): S {
  return frames.reduce((now, frame) => {
    const turned = applyEvent(reducer, now, frame, "me");
    if (turned.kind === "gap") throw new Error("gap");
    return turned.state;
  }, state);
}

describe("a thread", () => {
  const reducer = threadReducer(THREAD_ID);

  it("counts what others say as unread, and one's own as read", () => {
    const state = aThread({
      seq: 1,
      message_count: 2,
      reading: { ranges: [[1, 2]], unread: 0, first_unread: null },
    });
    const heard = told(
      reducer,
      state,
      posted(2, aMessage(3)),
      posted(3, aMessage(4, { author: aVoice("me") })),
    );
    expect(heard).toMatchObject({
      seq: 3,
      message_count: 4,
      active_at: aMessage(4).posted_at,
      reading: {
        ranges: [
          [1, 2],
          [4, 4],
        ],
        unread: 1,
        first_unread: 3,
      },
      last_message: { number: 4, excerpt: "Повідомлення 4" },
    });
  });

  it("takes over its facts and keeps what is the reader's own", () => {
    const facts = factsOf(aThread({ state: "closed", version: 2 }));
    const data = { thread_id: THREAD_ID, change: "closed", thread: facts };
    const state = aThread({ seq: 4, allowed: ["read", "post"] });
    const closed = told(reducer, state, anEvent(5, "dialogue.thread_changed", data));
    expect(closed).toEqual({ ...state, state: "closed", version: 2, seq: 5 });
  });

  it("shows the end of what was said as it reads now", () => {
    const before = told(reducer, aThread({ seq: 1 }), posted(2, aMessage(1)), posted(3, aMessage(2)));
    const other = aMessage(1, { html: "<p>Раніше</p>", version: 2 });
    const message = aMessage(2, { html: "<p>Інакше</p>", version: 2 });
    const edited = told(
      reducer,
      before,
      anEvent(4, "dialogue.message_edited", { message: other, excerpt: "Раніше" }),
      anEvent(5, "dialogue.message_edited", { message, excerpt: "Інакше" }),
    );
    const last = { ...before.last_message, excerpt: "Інакше" };
    expect(edited).toEqual({ ...before, last_message: last, seq: 5 });
    const gone = aMessage(2, { html: "", deleted: true, version: 3 });
    const stone = told(
      reducer,
      edited,
      anEvent(6, "dialogue.message_withdrawn", { message: gone, excerpt: "" }),
    );
    expect(stone).toEqual({ ...edited, last_message: { ...last, excerpt: "" }, seq: 6 });
  });

  it("stays as it is when an event is no longer shown", () => {
    const state = aThread({ seq: 4 });
    expect(told(reducer, state, anEvent(5, "dialogue.message_posted", null))).toEqual({ ...state, seq: 5 });
  });
});

type MustReadStep = "made_must_read" | "must_read_lifted" | "acknowledged";

describe("the messages that are shown", () => {
  const reducer = messagesReducer(THREAD_ID);

  it("grow at the end", () => {
    const state = told(reducer, windowOf([4, 5], 7), posted(8, aMessage(6)));
    expect(state.items.map((one) => one.number)).toEqual([4, 5, 6]);
  });

  it("do not jump over what is not loaded", () => {
    const state = told(reducer, windowOf([4, 5], 7, { next_cursor: "x" }), posted(8, aMessage(90)));
    expect(state.items.map((one) => one.number)).toEqual([4, 5]);
    expect(state.seq).toBe(8);
  });

  it("are renewed in place", () => {
    const edited = aMessage(5, { body: "Інакше", version: 2 });
    const state = told(
      reducer,
      windowOf([4, 5], 7),
      anEvent(8, "dialogue.message_edited", { message: edited }),
    );
    expect(state.items[1]).toEqual(edited);
  });

  it("show who supports them", () => {
    const data = { message_id: "message-4", supporters: ["a", "b"] };
    const state = told(reducer, windowOf([4, 5], 7), anEvent(8, "dialogue.support_changed", data));
    expect(state.items[0]?.supporters).toEqual(["a", "b"]);
  });

  it("show what must be read, what one has acknowledged oneself, and that nobody is asked any more", () => {
    const marked_by = aVoice("leader").person;
    const told_to_all = {
      due_on: "2025-12-12",
      marked_at: "2025-12-08T10:00:00Z",
      marked_by,
      acknowledged: null,
    };
    const asked = { ...told_to_all, acknowledged: false };
    const given = { ...told_to_all, acknowledged: true };
    const say = (seq: number, what: MustReadStep, must_read: MustReadOut | null) =>
      anEvent(seq, `dialogue.message_${what}`, { message_id: "message-4", must_read });
    const first = told(reducer, windowOf([4, 5], 7), say(8, "made_must_read", told_to_all));
    expect(first.items.map((one) => one.must_read)).toEqual([asked, null]);
    const mine = updateMessage(first, "message-4", (one) => ({ ...one, must_read: given }));
    const second = told(reducer, mine, say(9, "acknowledged", told_to_all));
    expect(second.items[0]?.must_read).toEqual(given);
    const edited = aMessage(4, { body: "Інакше", version: 2, must_read: told_to_all });
    const third = told(reducer, second, anEvent(10, "dialogue.message_edited", { message: edited }));
    expect(third.items[0]).toEqual({ ...edited, must_read: given });
    const anew = { ...told_to_all, marked_at: "2025-12-09T10:00:00Z" };
    const fourth = told(reducer, third, say(11, "made_must_read", anew));
    expect(fourth.items[0]?.must_read).toEqual({ ...anew, acknowledged: false });
    const fifth = told(reducer, first, say(9, "must_read_lifted", null));
    expect(fifth).toEqual(windowOf([4, 5], 9));
  });

  it("notice a gap", () => {
    expect(applyEvent(reducer, windowOf([1], 7), posted(9, aMessage(3)), "me")).toEqual({ kind: "gap" });
  });
});

describe("the threads of a group", () => {
  const reducer = threadListReducer(GROUP_ID);
  const topic = `group:${GROUP_ID}`;
  const list: ThreadList = {
    items: [
      aThread({ id: "t1", active_at: "2025-12-08T09:00:00Z" }),
      aThread({ id: "t2", message_count: 1 }),
    ],
    pinned: [],
    next_cursor: null,
    seq: 3,
  };

  it("are put in order by what was said last", () => {
    const last = { number: 2, posted_at: "2025-12-08T10:00:00Z", author: aVoice(), excerpt: "Так" };
    const data = { thread_id: "t2", message_count: 2, active_at: last.posted_at, last_message: last };
    const state = told(reducer, list, anEvent(4, "dialogue.message_posted", data, topic));
    expect(state.items.map((one) => one.id)).toEqual(["t2", "t1"]);
    expect(state.items[0]).toMatchObject({ message_count: 2, last_message: last, reading: { unread: 2 } });
  });

  it("gain a new one and lose one that the group no longer reads", () => {
    const facts = factsOf(aThread({ id: "t3", active_at: "2025-12-08T11:00:00Z" }));
    const gained = told(reducer, list, anEvent(4, "dialogue.thread_opened", { thread: facts }, topic));
    expect(gained.items.map((one) => one.id)).toEqual(["t3", "t1", "t2"]);
    const lost = { thread_id: "t1", change: "restricted", thread: null };
    const left = told(reducer, gained, anEvent(5, "dialogue.thread_changed", lost, topic));
    expect(left.items.map((one) => one.id)).toEqual(["t3", "t2"]);
  });

  const facts = (id: string, pinned_at: string | null) => factsOf(aThread({ id, pinned_at }));
  const pin = (seq: number, id: string, pinned_at: string | null) =>
    anEvent(seq, "dialogue.thread_changed", { thread_id: id, thread: facts(id, pinned_at) }, topic);
  const heads = (state: ThreadList) => state.pinned.map((one) => one.id);

  it("stand at the head while they are pinned, the last pinned first", () => {
    const first = told(reducer, list, pin(4, "t2", "2025-12-09T08:00:00Z"));
    const second = told(reducer, first, pin(5, "t1", "2025-12-09T09:00:00Z"));
    expect(heads(second)).toEqual(["t1", "t2"]);
    expect(second.items).toHaveLength(2);
    expect(heads(told(reducer, second, pin(6, "t1", null)))).toEqual(["t2"]);
  });

  it("change at the head where the list does not reach that far, and leave it when they are out of sight", () => {
    const pinned = [aThread({ id: "old", pinned_at: "2025-12-01T08:00:00Z" })];
    const last = { number: 1, posted_at: "2025-12-08T10:00:00Z", author: aVoice(), excerpt: "Так" };
    const data = { thread_id: "old", message_count: 1, active_at: last.posted_at, last_message: last };
    const said = told(reducer, { ...list, pinned }, anEvent(4, "dialogue.message_posted", data, topic));
    expect(said.pinned[0]).toMatchObject({ last_message: last, reading: { unread: 1 } });
    const gone = { thread_id: "old", change: "restricted", thread: null };
    expect(heads(told(reducer, said, anEvent(5, "dialogue.thread_changed", gone, topic)))).toEqual([]);
  });
});

it("a group takes over its facts", () => {
  const group = {
    id: GROUP_ID,
    member_count: 14,
    role: "member",
    allowed: [],
    unread: 2,
    seq: 1,
  } as unknown as GroupOut;
  const data = { membership_id: "m", membership: null, group: { id: GROUP_ID, member_count: 13 } };
  const state = told(
    groupReducer(GROUP_ID),
    group,
    anEvent(2, "groups.membership_ended", data, `group:${GROUP_ID}`),
  );
  expect(state).toEqual({ ...group, member_count: 13, seq: 2 });
});

describe("an excerpt", () => {
  it("is plain text in one line", () => {
    expect(excerptOf("<p>Перше &amp; друге</p>\n<p>третє</p>")).toBe("Перше & друге третє");
  });

  it("ends at a word", () => {
    const long = `${"слово ".repeat(40)}`;
    const excerpt = excerptOf(`<p>${long}</p>`);
    expect(excerpt.length).toBeLessThanOrEqual(141);
    expect(excerpt.endsWith("слово…")).toBe(true);
  });
});
