import { act, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import {
  aMessage,
  anEvent,
  aThread,
  GROUP_ID,
  posted,
  THREAD_ID,
  windowOf,
} from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const PATH = `GET /api/v1/threads/${THREAD_ID}`;
const TOPIC = `thread:${THREAD_ID}`;
const stretch = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_one, at) => first + at);

function around(count: number) {
  const thread = aThread({ message_count: count, seq: 5 });
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [PATH]: thread,
    [`${PATH}/floor`]: { items: [] },
    [`${PATH}/moves`]: { items: [] },
    [`${PATH}/splits`]: { items: [] },
    [`${PATH}/merges`]: { items: [] },
  };
}

const shown = () =>
  [...document.querySelectorAll("main article")].map((one) => Number(one.id.replace("message-", "")));

setupPageTest();

it("loses nothing of what is said while the last page is on its way", async () => {
  const user = userEvent.setup();
  let arrive: (() => void) | undefined;
  mockApi({
    ...around(3),
    [`${PATH}/messages`]: windowOf([1, 2], 5, { next_cursor: "more" }),
    // It was read before the fourth was said.
    [`${PATH}/messages?cursor=more`]: () =>
      new Promise((resolve) => {
        arrive = () => resolve(windowOf([3], 5));
      }),
  });
  renderApp(`/threads/${THREAD_ID}`);
  await user.click(await screen.findByRole("button", { name: "Показати наступні" }));
  act(() => TestSocket.last?.say(posted(6, aMessage(4))));
  expect(shown()).toEqual([1, 2]);
  arrive?.();
  const asks = () =>
    TestSocket.last?.sent.filter(({ type, topic }) => type === "subscribe" && topic === TOPIC);
  await waitFor(() => expect(asks()?.at(-1)).toMatchObject({ after: 5 }));
  act(() => TestSocket.last?.say({ type: "events", events: [posted(6, aMessage(4))] }));
  await waitFor(() => expect(shown()).toEqual([1, 2, 3, 4]));
});

it("stays where its reader is when it has to be loaded anew", async () => {
  const { asked } = mockApi({
    ...around(50),
    [`${PATH}/messages`]: windowOf(stretch(11, 20), 5, { previous_cursor: "b", next_cursor: "a" }),
    [`${PATH}/messages?around=61&limit=100`]: windowOf(stretch(11, 30), 9, { next_cursor: "c" }),
  });
  renderApp(`/threads/${THREAD_ID}`);
  await waitFor(() => expect(shown()).toEqual(stretch(11, 20)));
  // So much is missing that it cannot be told event by event.
  act(() => TestSocket.last?.say(anEvent(90, "dialogue.message_posted", { message: aMessage(55) })));
  await waitFor(() => expect(shown()).toEqual(stretch(11, 30)));
  expect(asked.filter((one) => one.startsWith(`${PATH}/messages`)).at(-1)).toContain("around=61");
});

it("is opened at the message that is asked for, wherever it was left", async () => {
  mockApi({
    ...around(50),
    [`${PATH}/messages`]: windowOf([49, 50], 5, { previous_cursor: "b" }),
    [`${PATH}/messages?around=7`]: windowOf([6, 7, 8], 5, { next_cursor: "a" }),
    "GET /api/v1/today": { ...EMPTY_API["GET /api/v1/today"] },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await waitFor(() => expect(shown()).toEqual([49, 50]));
  act(() => window.history.pushState({}, "", `/threads/${THREAD_ID}?message=7`));
  act(() => window.dispatchEvent(new PopStateEvent("popstate")));
  await waitFor(() => expect(shown()).toEqual([6, 7, 8]));
});
