import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

async function openThread(more: Parameters<typeof aThread>[0] = {}) {
  const thread = aThread({
    message_count: 3,
    reading: { ranges: [[1, 3]], unread: 0, first_unread: null },
    allowed: ["read", "post"],
    ...more,
  });
  const linked = '<p>Див. <a href="https://example.org">закон</a></p>';
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: {
      ...windowOf([], 0),
      items: [
        aMessage(1),
        aMessage(2, { html: linked }),
        aMessage(3, { reply_to: aMessage(1).id, client_id: "3" }),
      ],
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await screen.findByRole("article", { name: /Повідомлення 3/ });
  return userEvent.setup();
}

const message = (number: number) =>
  screen.getByRole("article", { name: new RegExp(`Повідомлення ${number}:`) });
const focused = () => document.activeElement;
/** Elements of the messages at which Tab stops. */
const stops = () =>
  screen
    .getAllByRole("article")
    .flatMap((one) => [one, ...one.querySelectorAll<HTMLElement>("a, button")])
    .filter(({ tabIndex }) => tabIndex === 0);

describe("messages to who has no mouse", () => {
  it("are one stop of the Tab key, the last one of a read thread, with its own controls after it", async () => {
    await openThread();
    await waitFor(() => expect(stops()[0]).toBe(message(3)));
    expect(stops().every((one) => message(3).contains(one))).toBe(true);
    expect(within(message(3)).getByRole("button", { name: /^Відповісти/ }).tabIndex).toBe(0);
    expect(await axeViolations()).toEqual([]);
  });

  it("begin below the unread line", async () => {
    await openThread({ reading: { ranges: [[1, 1]], unread: 2, first_unread: 2 } });
    await waitFor(() => expect(stops()[0]).toBe(message(2)));
  });

  it("are gone through by arrows, Home and End, and keep the place", async () => {
    const user = await openThread();
    message(3).focus();
    await user.keyboard("{ArrowUp}");
    expect(focused()).toBe(message(2));
    expect(within(message(2)).getByRole("link", { name: "закон" }).tabIndex).toBe(0);
    expect(stops().every((one) => message(2).contains(one))).toBe(true);
    await user.keyboard("{Home}");
    expect(focused()).toBe(message(1));
    await user.keyboard("{ArrowUp}");
    expect(focused()).toBe(message(1));
    await user.keyboard("{End}");
    expect(focused()).toBe(message(3));
    await user.keyboard("{ArrowUp}");
    screen.getByRole("textbox", { name: "Текст повідомлення" }).focus();
    expect(message(2).tabIndex).toBe(0);
  });

  it("leave the keys of their controls to them", async () => {
    const user = await openThread();
    message(3).focus();
    await user.tab();
    expect(message(3).contains(focused())).toBe(true);
    const control = focused();
    await user.keyboard("{ArrowUp}");
    expect(focused()).toBe(control);
  });

  it("let the mouse choose: the message that was pressed is the one where Tab goes on", async () => {
    const user = await openThread();
    await user.click(within(message(1)).getByRole("button", { name: /^Дії з повідомленням/ }));
    await waitFor(() => expect(message(1).tabIndex).toBe(0));
    expect(message(3).tabIndex).toBe(-1);
  });
});

describe("the composer", () => {
  it("is led to by R from anywhere but a field", async () => {
    const user = await openThread();
    const field = screen.getByRole("textbox", { name: "Текст повідомлення" });
    await user.keyboard("r");
    expect(focused()).toBe(field);
    await user.keyboard("r");
    expect((field as HTMLTextAreaElement).value).toBe("r");
  });

  it("is led to by the second skip link where there is one", async () => {
    const user = await openThread();
    await user.tab();
    expect(focused()?.textContent).toBe("До змісту");
    await user.tab();
    expect(focused()?.textContent).toBe("Перейти до поля вводу");
    await user.keyboard("{Enter}");
    expect(focused()).toBe(screen.getByRole("textbox", { name: "Текст повідомлення" }));
  });

  it("has no link where nobody writes", async () => {
    await openThread({ state: "closed", allowed: ["read"] });
    await screen.findByText(/Тему закрито/);
    expect(screen.queryByText("Перейти до поля вводу")).toBeNull();
  });
});
