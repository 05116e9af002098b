import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();
afterEach(() => localStorage.removeItem("viche-order"));

const id = (number: number) => aMessage(number).id;

/** Four messages: the third answers the first, the fourth the third; the fourth is new. */
function served() {
  const thread = aThread({
    message_count: 4,
    reading: { ranges: [[1, 3]], unread: 1, first_unread: 4 },
    allowed: ["read"],
  });
  const items = [
    aMessage(1),
    aMessage(2),
    aMessage(3, { reply_to: id(1) }),
    aMessage(4, { reply_to: id(3) }),
  ];
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([1, 2, 3, 4], 0), items },
  });
}

const order = () => [...document.querySelectorAll("article[id^='message-']")].map((one) => one.id.slice(8));

describe("the tree of answers", () => {
  it("sets answers below their question, marks what is new, and is left as it was found", async () => {
    served();
    renderApp(`/threads/${THREAD_ID}`);
    const turn = await screen.findByRole("button", { name: "Показувати за відповідями" });
    await screen.findByRole("article", { name: /^Повідомлення 4/ });
    expect(order()).toEqual(["1", "2", "3", "4"]);
    expect(screen.queryByText("нове")).toBeNull();
    await userEvent.click(turn);
    expect(order()).toEqual(["1", "3", "4", "2"]);
    expect(turn.getAttribute("aria-pressed")).toBe("true");
    expect(screen.getAllByText("нове")).toHaveLength(1);
    expect(screen.getByText("Відповідь на повідомлення 3")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(turn);
    expect(order()).toEqual(["1", "2", "3", "4"]);
  });

  it("stays chosen at this device", async () => {
    localStorage.setItem("viche-order", "tree");
    served();
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByRole("article", { name: /^Повідомлення 4/ });
    expect(order()).toEqual(["1", "3", "4", "2"]);
  });
});
