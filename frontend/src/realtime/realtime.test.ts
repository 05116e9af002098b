import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { aMessage, aThread, posted, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import type { ClientFrame, Frame } from "./frames";
import { Realtime } from "./realtime";

const TOPIC = `thread:${THREAD_ID}`;
const key = keys.messages(THREAD_ID);

let client: QueryClient;
let said: ClientFrame[];
let realtime: Realtime;
const onRevoked = vi.fn();
const onHeard = vi.fn();

beforeEach(() => {
  client = new QueryClient();
  said = [];
  realtime = new Realtime(client, { onRevoked, onHeard });
  realtime.speakThrough({ say: (frame) => said.push(frame) > 0 }, "me");
});

function shown(): number[] {
  return client.getQueryData<MessageWindow>(key)?.items.map((one: MessageOut) => one.number) ?? [];
}

function load(seq: number, numbers: number[]): void {
  client.setQueryData(key, windowOf(numbers, seq));
  client.setQueryData<ThreadOut>(keys.thread(THREAD_ID), aThread({ seq, message_count: numbers.length }));
}

describe("the states of a topic", () => {
  it("are followed from where they stand", () => {
    load(5, [1, 2]);
    realtime.hear(TOPIC, true);
    expect(said).toEqual([
      { type: "subscribe", id: 1, topic: TOPIC, after: 5 },
      { type: "presence", topic: TOPIC },
    ]);
  });

  it("take every event once, also when it comes twice", () => {
    load(5, [1, 2]);
    realtime.hear(TOPIC);
    realtime.take({ type: "events", events: [posted(6, aMessage(3)), posted(7, aMessage(4))] });
    realtime.take(posted(7, aMessage(4)));
    expect(shown()).toEqual([1, 2, 3, 4]);
    expect(client.getQueryData<MessageWindow>(key)?.seq).toBe(7);
  });

  it("ask anew for what was lost when the head tells of it", () => {
    load(5, [1, 2]);
    realtime.hear(TOPIC);
    realtime.take({ type: "head", topic: TOPIC, seq: 5 });
    expect(said).toHaveLength(1);
    realtime.take({ type: "head", topic: TOPIC, seq: 8 });
    expect(said.at(-1)).toEqual({ type: "subscribe", id: 2, topic: TOPIC, after: 5 });
  });

  it("that load late ask for what happened on their way", () => {
    realtime.hear(TOPIC);
    expect(said).toEqual([{ type: "subscribe", id: 1, topic: TOPIC, after: undefined }]);
    realtime.take({ type: "subscribed", id: 1, topic: TOPIC, head: 9 });
    load(8, [1, 2]);
    realtime.loaded(TOPIC);
    expect(said.at(-1)).toEqual({ type: "subscribe", id: 2, topic: TOPIC, after: 8 });
  });

  it("are loaded anew across a gap and after a resync", () => {
    load(5, [1, 2]);
    realtime.hear(TOPIC);
    const stale = vi.spyOn(client, "invalidateQueries");
    realtime.take(posted(9, aMessage(6)));
    expect(stale).toHaveBeenCalledWith({ queryKey: key });
    expect(shown()).toEqual([1, 2]);
    stale.mockClear();
    realtime.take({ type: "resync", id: 1, topic: TOPIC, head: 4000 });
    expect(stale).toHaveBeenCalledWith({ queryKey: key });
  });

  it("that have no number are loaded anew when a topic is heard again", () => {
    vi.useFakeTimers();
    const stale = vi.spyOn(client, "invalidateQueries");
    realtime.hear(TOPIC);
    realtime.take({ type: "subscribed", id: 1, topic: TOPIC, head: 5 });
    vi.runAllTimers();
    expect(stale).not.toHaveBeenCalled();
    realtime.opened();
    realtime.take({ type: "subscribed", id: 2, topic: TOPIC, head: 7 });
    vi.runAllTimers();
    vi.useRealTimers();
    expect(stale).toHaveBeenCalledWith({ queryKey: keys.decisions });
  });

  it("are asked for again when the line is back", () => {
    load(5, [1, 2]);
    realtime.hear(TOPIC);
    realtime.take(posted(6, aMessage(3)));
    realtime.opened();
    expect(said.at(-1)).toEqual({ type: "subscribe", id: 2, topic: TOPIC, after: 6 });
  });
});

describe("access", () => {
  it("that is taken away is told", () => {
    realtime.hear(TOPIC);
    realtime.take({ type: "revoked", topic: TOPIC, problem: problem(404) });
    expect(onRevoked).toHaveBeenCalledWith(TOPIC);
  });

  it("that ended while there was no line is told too", () => {
    onRevoked.mockClear();
    realtime.hear(TOPIC);
    realtime.take({ type: "subscribed", id: 1, topic: TOPIC, head: 0 });
    realtime.opened();
    realtime.take({ type: "error", id: 2, problem: problem(404) });
    expect(onRevoked).toHaveBeenCalledWith(TOPIC);
  });

  it("that was never there cannot be lost", () => {
    onRevoked.mockClear();
    realtime.hear(TOPIC);
    realtime.take({ type: "error", id: 1, problem: problem(404) });
    expect(onRevoked).not.toHaveBeenCalled();
  });

  it("is asked for again once its state has come: whoever was refused has been let in since", () => {
    realtime.hear(TOPIC);
    realtime.take({ type: "error", id: 1, problem: problem(403) });
    load(5, [1]);
    realtime.loaded(TOPIC);
    expect(said.at(-1)).toEqual({ type: "subscribe", id: 2, topic: TOPIC, after: 5 });
    realtime.loaded(TOPIC); // it is on its way
    expect(said).toHaveLength(2);
  });

  it("is not lost through a passing fault", () => {
    onRevoked.mockClear();
    realtime.hear(TOPIC);
    realtime.take({ type: "error", id: 1, problem: problem(503) });
    expect(onRevoked).not.toHaveBeenCalled();
  });

  it("is asked for again after a passing fault, so that no later event is missed", () => {
    vi.useFakeTimers();
    load(5, [1]);
    const stop = realtime.hear(TOPIC);
    realtime.take({ type: "error", id: 1, problem: problem(503) });
    vi.advanceTimersByTime(60_000);
    expect(said.at(-1)).toEqual({ type: "subscribe", id: 2, topic: TOPIC, after: 5 });
    realtime.take({ type: "error", id: 2, problem: problem(503) });
    stop();
    vi.advanceTimersByTime(60_000);
    expect(said.at(-1)).toEqual({ type: "unsubscribe", topic: TOPIC });
    vi.useRealTimers();
  });
});

describe("listening", () => {
  it("ends with the last part of the page that wants it", () => {
    const first = realtime.hear(TOPIC);
    const second = realtime.hear(TOPIC);
    first();
    expect(said.some((frame) => frame.type === "unsubscribe")).toBe(false);
    second();
    expect(said.at(-1)).toEqual({ type: "unsubscribe", topic: TOPIC });
  });

  it("lets somebody who sent a message stop typing", () => {
    realtime.hear(TOPIC);
    const until = new Date(Date.now() + 5000).toISOString();
    const name = { uk: "Оксана", en: "Oksana" };
    realtime.take({ type: "typing", topic: TOPIC, person_id: "person-1", name, until });
    expect(client.getQueryData(keys.typing(TOPIC))).toHaveLength(1);
    realtime.take(posted(1, aMessage(1)) as Frame);
    expect(client.getQueryData(keys.typing(TOPIC))).toEqual([]);
  });
});

function problem(status: number) {
  return { type: "", title: "", status, detail: "", code: "x", errors: [], request_id: "" };
}
