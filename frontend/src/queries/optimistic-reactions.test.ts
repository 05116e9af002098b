import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it } from "vitest";
import type { MessageOut, MustReadOut } from "@/api/generated/types.gen";
import { aMessage, aVoice, windowOf } from "@/testing/realtime-samples";
import { keys } from "./keys";
import type { MessageWindow } from "./message-pages";
import { applyOwnReaction } from "./optimistic-reactions";
import { showMustRead } from "./threads";

const ASKED: MustReadOut = {
  due_on: null,
  marked_at: "2025-12-08T10:30:00Z",
  marked_by: aVoice("leader").person,
  acknowledged: false,
};
const BEFORE = aMessage(1, { must_read: ASKED, supporters: ["other"] });
let client: QueryClient;

function shown(change?: Partial<MessageOut>): MessageOut | undefined {
  const key = keys.messages(BEFORE.thread_id);
  if (change) {
    client.setQueryData<MessageWindow>(
      key,
      (window) => window && { ...window, items: [{ ...BEFORE, ...change }] },
    );
  }
  return client.getQueryData<MessageWindow>(key)?.items[0];
}

beforeEach(() => {
  client = new QueryClient();
  client.setQueryData(keys.messages(BEFORE.thread_id), { ...windowOf([], 0), items: [BEFORE] });
});

it("an own reaction leaves those of others alone", () => {
  const done = { thread_id: BEFORE.thread_id, message_id: BEFORE.id };
  applyOwnReaction(client, { ...done, does: "support", on: true }, "me");
  applyOwnReaction(client, { ...done, does: "thanks", on: true }, "me");
  applyOwnReaction(client, { ...done, does: "acknowledge", on: true }, "me");
  expect(shown()?.supporters).toEqual(["other", "me"]);
  expect(shown()?.reactions.thanks).toEqual(["me"]);
  expect(shown()?.must_read?.acknowledged).toBe(true);
  applyOwnReaction(client, { ...done, does: "thanks", on: false }, "me");
  expect(shown()?.reactions.thanks).toEqual([]);
});

it("a message that is no longer must-read is not acknowledged", () => {
  shown({ must_read: null });
  applyOwnReaction(
    client,
    { thread_id: BEFORE.thread_id, message_id: BEFORE.id, does: "acknowledge", on: true },
    "me",
  );
  expect(shown()?.must_read).toBeNull();
});

it("a response does not overwrite a newer event", () => {
  const before = shown() as MessageOut;
  showMustRead(client, before, { ...ASKED, due_on: "2099-01-01" });
  expect(shown()?.must_read?.due_on).toBe("2099-01-01");
  shown({ must_read: null });
  showMustRead(client, before, ASKED);
  expect(shown()?.must_read).toBeNull();
});
