import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { InvalidationBatcher } from "./invalidation-batcher";

const KEY = ["inbox"];
const INBOX = {
  queryKey: KEY,
  initialPageParam: 0,
  getNextPageParam: () => undefined,
  staleTime: Number.POSITIVE_INFINITY,
};

/** Answers of the server, each given when the test says so. */
let asked: ((answer: string) => void)[];
let client: QueryClient;
const options = { ...INBOX, queryFn: () => new Promise<string>((answer) => asked.push(answer)) };
const shown = () => client.getQueryData<{ pages: string[] }>(KEY)?.pages;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  client = new QueryClient();
});
afterEach(() => vi.useRealTimers());

async function eventComes(): Promise<void> {
  new InvalidationBatcher(client).add([KEY]);
  await vi.advanceTimersByTimeAsync(1000);
}

async function answer(what: string): Promise<void> {
  asked.at(-1)?.(what);
  await vi.advanceTimersByTimeAsync(1000);
}

it("loads a list anew that was first asked for before the event, and answered after it", async () => {
  const stop = new InfiniteQueryObserver(client, options).subscribe(() => undefined);
  await eventComes();
  await answer("before the event");
  expect(asked).toHaveLength(2);
  await answer("after the event");
  expect(shown()).toEqual(["after the event"]);
  expect(asked).toHaveLength(2);
  stop();
});

it("leaves a list out of date whose page is not there yet when its answer comes", async () => {
  void client.prefetchInfiniteQuery(options);
  await eventComes();
  await answer("before the event");
  expect(client.getQueryState(KEY)?.isInvalidated).toBe(true);
  const stop = new InfiniteQueryObserver(client, options).subscribe(() => undefined);
  await answer("after the event");
  expect(shown()).toEqual(["after the event"]);
  stop();
});
