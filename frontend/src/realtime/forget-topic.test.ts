import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { keys } from "@/data/keys";
import { forgetTopic } from "./forget-topic";
import { GROUP_ID, THREAD_ID } from "./samples";

it.each([
  ["the thread", keys.thread(THREAD_ID)],
  ["an earlier wording", keys.earlier({ id: "message-1", thread_id: THREAD_ID, version: 2 })],
  ["what was found", keys.search({ words: "квартира" })],
  ["a hidden message", keys.moderated("message-1")],
  ["what was reported", keys.waitingReports(GROUP_ID)],
  ["the log of moderation", keys.moderationLog(GROUP_ID)],
  ["what is new in the group", keys.groupCatchUp(GROUP_ID)],
])("with a thread goes %s", (_what, queryKey) => {
  const client = new QueryClient();
  client.setQueryData(queryKey, "Квартира 12");
  forgetTopic(client, `thread:${THREAD_ID}`);
  expect(client.getQueryData(queryKey)).toBeUndefined();
});

it("what leads to a thread that is not seen any more is asked anew", () => {
  const client = new QueryClient();
  const other = keys.thread("another");
  client.setQueryData(other, "went on there");
  forgetTopic(client, `thread:${THREAD_ID}`);
  expect(client.getQueryState(other)?.isInvalidated).toBe(true);
});
