import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ActionOut } from "@/api/generated/types.gen";
import { actionsQuery } from "@/queries/actions";
import { type ActionFilter, keys } from "@/queries/keys";
import { ACTION } from "@/testing/action-samples";
import { anEvent, GROUP_ID } from "@/testing/realtime-samples";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { showInLists } from "./action-list-updates";
import type { EventKind } from "./frames";
import { Realtime } from "./realtime";

const TOPIC = `group:${GROUP_ID}`;
const PATH = "/api/v1/action-items";
const other: ActionOut = { ...ACTION, id: "action-2", number: 13 };

let client: QueryClient;
let realtime: Realtime;
let seq = 0;
let unsubscribe: (() => void)[] = [];

beforeEach(() => {
  client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  realtime = new Realtime(client, { onRevoked: vi.fn(), onHeard: vi.fn() });
  realtime.speakThrough({ say: () => true }, "me");
  realtime.hear(TOPIC);
});

afterEach(() => {
  for (const end of unsubscribe) end();
  unsubscribe = [];
  client.clear();
});

/** Shows a list, as a board does. */
function show(filter: ActionFilter, items: ActionOut[] = [ACTION, other]) {
  client.setQueryData(keys.actionList(filter), items);
  unsubscribe.push(new QueryObserver(client, actionsQuery(filter)).subscribe(() => undefined));
}

const shown = (filter: ActionFilter) => client.getQueryData<ActionOut[]>(keys.actionList(filter)) ?? [];

type TaskKind = Extract<EventKind, `tasks.action_${string}` | `tasks.checklist_${string}`>;

function hear(kind: TaskKind, facts: Partial<ActionOut> | null) {
  seq += 1;
  const { id, number, title, state, owner, due_on, version } = ACTION;
  const card = { action_id: id, number, title, state, owner, due_on, version, ...facts };
  realtime.take(anEvent(seq, kind, facts && card, TOPIC));
}

it("a card shows what an event says at once, and what its reader may do when it was loaded alone", async () => {
  const fresh = {
    ...ACTION,
    state: "accepted" as const,
    version: 4,
    allowed: ["read" as const, "start" as const],
  };
  const { asked } = mockApi({ [`GET ${PATH}/action-1`]: fresh });
  show({});
  hear("tasks.action_accepted", { state: "accepted", version: 4 });
  expect(shown({})[0]).toMatchObject({ state: "accepted", allowed: ACTION.allowed });
  await waitFor(() => expect(shown({})[0]?.allowed).toEqual(["read", "start"]));
  expect(asked.filter((one) => one.includes("action-items"))).toEqual([`GET ${PATH}/action-1`]);
  expect(shown({})[0]).not.toHaveProperty("watching");
  expect(shown({})[1]).toBe(other);
});

it("nothing is loaded where the event carries all of it", async () => {
  const { asked } = mockApi({ [`GET ${PATH}/action-1`]: { ...ACTION, version: 9 } });
  show({ group: GROUP_ID });
  hear("tasks.checklist_ticked", { checklist_count: 3, checklist_done: 2 });
  expect(shown({ group: GROUP_ID })[0]).toMatchObject({ checklist_count: 3, checklist_done: 2 });
  hear("tasks.action_started", { state: "in_progress" });
  await waitFor(() => expect(shown({ group: GROUP_ID })[0]?.version).toBe(9));
  // The one question came of the second event.
  expect(asked).toEqual([`GET ${PATH}/action-1`]);
});

it("an item that is new comes in, and one that the reader sees no more goes", async () => {
  mockApi({ [`GET ${PATH}/action-1`]: ACTION });
  show({}, [other]);
  hear("tasks.action_made", {});
  await waitFor(() => expect(shown({}).map(({ id }) => id)).toEqual(["action-1", "action-2"]));
  mockApi({ [`GET ${PATH}/action-1`]: new ProblemResponse(404, "not_found") });
  hear("tasks.action_edited", {});
  await waitFor(() => expect(shown({}).map(({ id }) => id)).toEqual(["action-2"]));
});

it("a narrowed list is loaded anew, and every list after an event without a card", async () => {
  const items = [{ ...other, version: 9 }];
  const { asked } = mockApi({
    [`GET ${PATH}`]: { items, next_cursor: null, seq: null },
    [`GET ${PATH}/action-1`]: ACTION,
  });
  show({ waiting: "me" });
  hear("tasks.action_accepted", {});
  await waitFor(() => expect(shown({ waiting: "me" })[0]?.version).toBe(9));
  expect(asked).toHaveLength(1);
  show({});
  hear("tasks.action_edited", null);
  await waitFor(() => expect(shown({})[0]?.version).toBe(9));
});

it("an own step shows in whole lists as the server answered, and loads the narrowed ones alone", async () => {
  const { asked } = mockApi({ [`GET ${PATH}`]: { items: [other], next_cursor: null, seq: null } });
  show({});
  show({ waiting: "me" });
  showInLists(client, { ...ACTION, state: "accepted", version: 4 });
  expect(shown({})[0]).toMatchObject({ state: "accepted", version: 4 });
  await waitFor(() => expect(shown({ waiting: "me" })).toEqual([other]));
  expect(asked).toHaveLength(1);
});

it("a list off screen stays stale after an own step", () => {
  mockApi({});
  client.setQueryData(keys.actionList({}), [ACTION], { updatedAt: 1 });
  showInLists(client, { ...ACTION, version: 4 });
  expect(client.getQueryState(keys.actionList({}))).toMatchObject({ dataUpdatedAt: 1, isInvalidated: true });
});
