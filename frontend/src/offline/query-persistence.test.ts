import { QueryClient } from "@tanstack/react-query";
import { openDB } from "idb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { emitAccessLost } from "@/lib/access-events";
import { markOffline, markOnline } from "@/lib/online";
import { eventually } from "@/testing/eventually";
import { mockApi } from "@/testing/test-server";
import { clearPersisted, persistQueries, restoreQueries, SHAPE } from "./query-persistence";

const PERSON = "person-1";
let stop: () => void;
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  stop = persistQueries(client, PERSON);
});

afterEach(async () => {
  stop();
  await clearPersisted(PERSON);
});

async function reopened(): Promise<QueryClient> {
  const fresh = new QueryClient();
  await restoreQueries(fresh);
  return fresh;
}

async function saved(key: string[], expected: unknown): Promise<void> {
  await eventually(async () => expect((await reopened()).getQueryData(key)).toEqual(expected));
}

it("what was seen is there again after a reload without a line", async () => {
  client.setQueryData(["thread", "t"], { id: "t", visibility: "group" });
  client.setQueryData(["messages", "t"], { items: ["Так"] });
  await saved(["messages", "t"], { items: ["Так"] });
});

it("messages that were answered long before their thread are kept with it", async () => {
  client.setQueryData(["messages", "t"], { items: ["Так"] });
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  client.setQueryData(["thread", "t"], { id: "t", visibility: "group" });
  await saved(["messages", "t"], { items: ["Так"] });
});

const HOURS = 3600 * 1000;

it("a copy opens for 72 hours after the server gave it, however often it is opened without a line", async () => {
  const seen = Date.now() - 71 * HOURS;
  client.setQueryData(["group", "g"], { id: "g" }, { updatedAt: seen });
  client.setQueryData(["group", "old"], { id: "old" }, { updatedAt: Date.now() - 73 * HOURS });
  await saved(["group", "g"], { id: "g" });
  await saved(["group", "old"], undefined);
  stop();
  const offline = await reopened();
  stop = persistQueries(offline, PERSON);
  offline.setQueryData(["group", "new"], { id: "new" });
  await saved(["group", "new"], { id: "new" });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * HOURS });
  expect((await reopened()).getQueryData(["group", "g"])).toBeUndefined();
  vi.useRealTimers();
});

it("who was given something by the server was signed in at that moment", async () => {
  client.setQueryData(["me"], { id: PERSON }, { updatedAt: Date.now() - 71 * HOURS });
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * HOURS });
  expect((await reopened()).getQueryData(["me"])).toEqual({ id: PERSON });
  vi.useRealTimers();
});

it("what the reader may no longer see is dropped", async () => {
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  emitAccessLost("g");
  await saved(["group", "g"], undefined);
});

it("copies that an earlier version of the app made are not opened by pages that expect more of them", async () => {
  stop();
  await clearPersisted(PERSON);
  const earlier = await openDB(`viche-copies-${PERSON}`, SHAPE - 1, {
    upgrade: (db) => void db.createObjectStore("copies", { keyPath: "hash" }).createIndex("at", "at"),
  });
  await earlier.put("copies", { hash: "1", key: ["group", "g"], data: { id: "g" }, at: Date.now() });
  earlier.close();
  stop = persistQueries(client, PERSON);
  expect((await reopened()).getQueryData(["group", "g"])).toBeUndefined();
  client.setQueryData(["group", "new"], { id: "new" });
  await saved(["group", "new"], { id: "new" });
});

it("decisions of a thread go with it", async () => {
  const decision = { id: "d", thread_id: "t", visibility: "group" };
  client.setQueryData(["decision", "d"], decision);
  await saved(["decision", "d"], decision);
  emitAccessLost("t");
  expect(client.getQueryData(["decision", "d"])).toBeUndefined();
  await saved(["decision", "d"], undefined);
});

it("what was lost without a line is dropped with the next contact, though nobody goes there again", async () => {
  client.setQueryData(["thread", "lost"], { id: "lost", visibility: "group" });
  client.setQueryData(["messages", "lost"], { items: ["Так"] });
  client.setQueryData(["thread", "kept"], { id: "kept", visibility: "group" });
  client.setQueryData(["messages", "narrow"], { items: ["Між нами"] });
  client.setQueryData(["thread", "narrow"], { id: "narrow", visibility: "group" });
  const listed = { id: "listed", visibility: "group", message_count: 1 };
  client.setQueryData(["threads", "g"], { items: [listed] });
  await saved(["messages", "narrow"], { items: ["Між нами"] });
  await saved(["threads", "g"], { items: [listed], pinned: [] });
  const refs: string[] = [];
  mockApi({
    "GET /api/v1/link-cards": ({ url }: Request) => {
      const asked = new URL(url).searchParams.get("refs") ?? "";
      refs.push(...asked.split(","));
      const seen = refs.filter((ref) => ref !== "thread:lost");
      return { items: seen.map((ref) => ({ ref, restricted: ref === "thread:narrow" })) };
    },
  });
  markOffline();
  markOnline();
  await saved(["messages", "lost"], undefined);
  await saved(["thread", "lost"], undefined);
  await saved(["threads", "g"], undefined);
  await saved(["messages", "narrow"], undefined);
  await saved(["thread", "kept"], { id: "kept", visibility: "group" });
  expect(refs.toSorted()).toEqual([
    "group:g",
    "thread:kept",
    "thread:listed",
    "thread:lost",
    "thread:narrow",
  ]);
});

it("the inbox is dropped when a thread that one of its notifications leads to may not be read any more", async () => {
  const id = "0190a0c0-0000-7000-8000-000000000001";
  const told = { reason: {}, url: `/threads/${id}?message=3`, restricted: false };
  client.setQueryData(["inbox", "news"], { pages: [{ items: [told], next_cursor: null }], pageParams: [] });
  await saved(["inbox", "news"], { pages: [{ items: [told], next_cursor: null }], pageParams: [] });
  const { asked } = mockApi({ "GET /api/v1/link-cards": { items: [] } });
  markOffline();
  markOnline();
  await saved(["inbox", "news"], undefined);
  expect(asked.some((one) => one.includes(encodeURIComponent(`thread:${id}`)))).toBe(true);
});

it("what only some may read by now is dropped with its parts", async () => {
  client.setQueryData(["thread", "t"], { id: "t", visibility: "group" });
  client.setQueryData(["messages", "t"], { items: ["Так"] });
  await saved(["messages", "t"], { items: ["Так"] });
  client.setQueryData(["thread", "t"], { id: "t", visibility: "restricted" });
  await saved(["messages", "t"], undefined);
  await saved(["thread", "t"], undefined);
});

it("a part of a part stops nothing else from being kept", async () => {
  client.setQueryData(["threads", "g", "older", "c"], { pages: [] });
  client.setQueryData(["gist", "t", "earlier", "2"], ["Телефон"]);
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  await saved(["gist", "t", "earlier", "2"], undefined);
});

it("what the server no longer gives is dropped", async () => {
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  const refused = () => Promise.reject(new ApiProblem(404, "not_found", ""));
  await client.fetchQuery({ queryKey: ["group", "g"], queryFn: refused }).catch(() => undefined);
  await saved(["group", "g"], undefined);
});

it("nothing is left after a sign-out", async () => {
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  stop();
  await clearPersisted(PERSON);
  expect(await restoreQueries(new QueryClient())).toBeNull();
});
