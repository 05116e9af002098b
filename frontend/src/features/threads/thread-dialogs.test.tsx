import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { MessageOut } from "@/api/generated/types.gen";
import { aMessage, anEvent, aThread, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const AUTHOR = aMessage(1).author;
const OWN = { ...AUTHOR, person: { ...AUTHOR.person, id: "me" } };
const THREAD = aThread({ message_count: 1, allowed: ["read", "post", "support", "make_must_read"] });

/** Open a dialog from the menu of the message; `say` tells the page how the message is now. */
async function opened(item: string) {
  const message = aMessage(1, { author: OWN });
  mockApi({
    ...EMPTY_API,
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([], 0), items: [message] },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const article = await screen.findByRole("article", { name: /Повідомлення 1/ });
  await userEvent.click(within(article).getByRole("button", { name: /Дії з повідомленням/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: item }));
  const hears = () => TestSocket.last?.sent.some(({ topic }) => topic === `thread:${THREAD_ID}`);
  await expect.poll(hears).toBe(true);
  const say = (change: Partial<MessageOut>) => {
    const changed = { ...message, ...change, version: 2 };
    act(() => TestSocket.last?.say(anEvent(1, "dialogue.message_edited", { message: changed })));
  };
  return { dialog: within(await screen.findByRole("dialog")), say };
}

setupPageTest();

it("a dialog shows its message as it is now", async () => {
  const { dialog, say } = await opened("Видалити…");
  expect(dialog.getByText("Повідомлення 1")).toBeDefined();
  say({ html: "<p>Іншими словами</p>" });
  expect(await dialog.findByText("Іншими словами")).toBeDefined();
});

it.each([
  ["deleted", { deleted: true, html: "", body: "" }],
  ["moved to another thread", { moved: { thread_id: "other", number: 1 }, html: "", body: "" }],
] as const)("a dialog closes when its message is %s", async (_how, change) => {
  const { say } = await opened("Зробити обов’язковим…");
  say(change as Partial<MessageOut>);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
