import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ThreadOut } from "@/api/generated/types.gen";
import { BASE, GROUP, PATH } from "@/testing/members-samples";
import { aThread, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const OTHER = "other-thread";
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const IN_VIEW = 3;

const readTo = (...ranges: [number, number][]): ThreadOut => {
  const read = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const reading = { ranges, unread: NUMBERS.length - read, first_unread: null };
  return aThread({ message_count: NUMBERS.length, reading, allowed: ["read", "mark_read"] });
};
const READ = aThread({ id: OTHER, title: { uk: "Світло", en: "Light" }, allowed: ["read"] });
const WAITS = { ...READ, message_count: 1, reading: { ranges: [], unread: 1, first_unread: 1 } };

function around(thread: ThreadOut, unread: () => ThreadOut[]) {
  return {
    ...EMPTY_API,
    ...BASE,
    "GET /api/v1/today": () => ({ ...EMPTY_API["GET /api/v1/today"], unread: unread() }),
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET ${PATH}`]: { ...GROUP, role: "member" },
    [`GET ${PATH}/threads`]: { items: [thread], pinned: [], next_cursor: null, seq: 0 },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf(NUMBERS, 0),
    [`GET /api/v1/threads/${OTHER}`]: READ,
    [`GET /api/v1/threads/${OTHER}/messages`]: windowOf([], 0),
  };
}

/** A page of messages as high as a third of what is in view: what is led to stands at its head. */
function layOut() {
  let head = 1;
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    head = Number(this.getAttribute("data-number") ?? head);
  });
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    const number = Number(this.getAttribute("data-number") ?? head);
    const height = window.innerHeight / IN_VIEW;
    return new DOMRect(0, (number - head) * height, 300, height - 1);
  });
}

const press = async () => {
  // A key of the page: the focus is in no field.
  act(() => document.body.focus());
  await userEvent.keyboard("[KeyN]");
};
const focused = () => document.activeElement?.id;

setupPageTest();
afterEach(() => vi.restoreAllMocks());

describe("the key for what is next and unread", () => {
  it("leads from gap to gap of the open thread, below where one is, and then to the next thread", async () => {
    layOut();
    mockApi(around(readTo([4, 4], [6, 8]), () => [WAITS]));
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Повідомлення 9");
    await press();
    expect(focused()).toBe("message-5");
    await press();
    expect(focused()).toBe("message-9");
    await press();
    expect(await screen.findByRole("heading", { level: 1, name: "Світло" })).toBeDefined();
  });

  it("comes back to what is unread above when no other thread waits", async () => {
    layOut();
    const thread = readTo([3, 8]);
    mockApi(around(thread, () => [thread]));
    renderApp(`/threads/${THREAD_ID}?message=9`);
    await screen.findByText("Повідомлення 9");
    await press();
    await waitFor(() => expect(focused()).toBe("message-1"));
  });

  it("says when nothing is unread any more, after it has asked anew", async () => {
    layOut();
    let unread = [WAITS];
    mockApi(around(readTo([1, 9]), () => unread));
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Повідомлення 9");
    await press();
    await screen.findByRole("heading", { level: 1, name: "Світло" });
    unread = [];
    await press();
    expect(await screen.findByText("Усе прочитано")).toBeDefined();
  });
});
