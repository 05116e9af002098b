import { act, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

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

/** A browser that tells when it is told to how large the page has become. */
function sizedBrowser() {
  const sized: (() => void)[] = [];
  class Sized {
    constructor(tell: () => void) {
      sized.push(tell);
    }
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  vi.stubGlobal("ResizeObserver", Sized);
  const height = vi.spyOn(document.documentElement, "scrollHeight", "get");
  return {
    scroll: (top: number) => {
      document.documentElement.scrollTop = top;
      act(() => void document.dispatchEvent(new Event("scroll")));
    },
    grow: (to: number, tell = true) => {
      height.mockReturnValue(to);
      act(() => {
        for (const one of tell ? sized : []) one();
      });
    },
  };
}

const top = () => document.documentElement.scrollTop;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.documentElement.scrollTop = 0;
});

it("stays at the end while what stands around the messages is still coming", async () => {
  const browser = sizedBrowser();
  openRead({ [`${PATH}/messages`]: windowOf([1, 2, 3], 5) });
  await screen.findByRole("article", { name: /Повідомлення 3/ });
  // A scroll from before may be told when the page has grown already.
  browser.grow(5000, false);
  browser.scroll(0);
  browser.grow(5000);
  expect(top()).toBe(5000);
  browser.scroll(100);
  browser.grow(6000);
  expect(top()).toBe(100);
});

it("leaves who reads on where they are, at the end of what was loaded until then", async () => {
  const browser = sizedBrowser();
  openRead({
    [PATH]: { ...THREAD, reading: { ranges: [], unread: 3, first_unread: 1 } },
    [`${PATH}/messages`]: windowOf([1, 2], 5, { next_cursor: "more" }),
    [`${PATH}/messages?cursor=more`]: windowOf([3], 5),
  });
  await screen.findByRole("article", { name: /Повідомлення 2/ });
  browser.grow(2000, false);
  browser.scroll(2000);
  await userEvent.click(screen.getByRole("button", { name: "Показати наступні" }));
  await screen.findByRole("article", { name: /Повідомлення 3/ });
  browser.grow(9000);
  expect(top()).toBe(2000);
});
