import { act, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";

const PATH = `GET /api/v1/threads/${THREAD_ID}`;
const THREAD = aThread({
  message_count: 3,
  reading: { ranges: [[1, 3]], unread: 0, first_unread: null },
  seq: 5,
});

setupPageTest();

function openRead(more: Record<string, unknown>) {
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [PATH]: THREAD,
    ...more,
  });
  renderApp(`/threads/${THREAD_ID}`);
}

it("opens a thread that was read at its very end, where what is at hand ends sooner", async () => {
  openRead({
    [`${PATH}/messages`]: windowOf([1, 2], 5, { next_cursor: "more" }),
    [`${PATH}/messages?around=3`]: windowOf([1, 2, 3], 5),
  });
  expect(await screen.findByRole("article", { name: /Повідомлення 3/ })).toBeDefined();
});

it("stays at the end while what stands around the messages is still coming", async () => {
  const sized: (() => void)[] = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: () => void) {
        sized.push(callback);
      }
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  openRead({ [`${PATH}/messages`]: windowOf([1, 2, 3], 5) });
  await screen.findByRole("article", { name: /Повідомлення 3/ });
  const page = vi.spyOn(document.documentElement, "scrollHeight", "get").mockReturnValue(5000);
  // A scroll from before may be told when the page has grown already.
  act(() => void document.dispatchEvent(new Event("scroll")));
  const grow = (height: number) => {
    page.mockReturnValue(height);
    act(() => {
      for (const tell of sized) tell();
    });
  };
  grow(5000);
  expect(document.documentElement.scrollTop).toBe(5000);
  document.documentElement.scrollTop = 100;
  act(() => void document.dispatchEvent(new Event("scroll")));
  grow(6000);
  expect(document.documentElement.scrollTop).toBe(100);
  page.mockRestore();
  vi.unstubAllGlobals();
});
