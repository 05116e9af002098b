import { QueryClient, type QueryKey } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { keys } from "@/queries/keys";
import { GROUP_ID, THREAD_ID } from "@/testing/realtime-samples";
import { purgeTopic } from "./purge-topic";

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
  purgeTopic(client, `thread:${THREAD_ID}`);
  expect(client.getQueryData(queryKey)).toBeUndefined();
});

/** Arguments of every shape that a name of a state takes: an id alone, or something that holds it anywhere. */
const HOLDING = {
  ...{ kind: "thread", id: THREAD_ID, thread_id: THREAD_ID, version: 1 },
  ...{ group: THREAD_ID, thread: THREAD_ID, only: THREAD_ID, when: "now" },
};
const ARGUMENTS: unknown[][] = [
  [THREAD_ID, THREAD_ID],
  [`thread:${THREAD_ID}`, "other"],
  ["other", THREAD_ID],
  [HOLDING, HOLDING],
  [THREAD_ID, HOLDING],
];

function namesWithId(): QueryKey[] {
  const makers = Object.values(keys).filter((key) => typeof key === "function");
  const names = makers.flatMap((make) =>
    ARGUMENTS.map((given) => (make as (...words: unknown[]) => QueryKey)(...given)),
  );
  return names.filter((name) => JSON.stringify(name).includes(THREAD_ID));
}

it("with a thing goes every state whose name carries its id, wherever it stands there", () => {
  const client = new QueryClient();
  const names = namesWithId();
  expect(names.filter((name) => name[1] !== THREAD_ID).length).toBeGreaterThan(12);
  for (const queryKey of names) client.setQueryData(queryKey, "Квартира 12");
  purgeTopic(client, `thread:${THREAD_ID}`);
  expect(names.filter((queryKey) => client.getQueryData(queryKey) !== undefined)).toEqual([]);
});

it("what leads to a thread that is not seen any more is asked anew", () => {
  const client = new QueryClient();
  const other = keys.thread("another");
  client.setQueryData(other, "went on there");
  purgeTopic(client, `thread:${THREAD_ID}`);
  expect(client.getQueryState(other)?.isInvalidated).toBe(true);
});
