import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { Store } from "@/outbox/store";
import { keys } from "@/queries/keys";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { aMessage, aThread, GROUP_ID, posted, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();
afterEach(() => vi.unstubAllGlobals());

const THREAD = `GET /api/v1/threads/${THREAD_ID}`;
const MESSAGES = `/api/v1/threads/${THREAD_ID}/messages`;
const DISCUSSED = { discussion: { thread_id: THREAD_ID, unread: 2 } };

/** An action item, its thread, and what either asks for. */
function discussed(action: Partial<ActionPageOut>, numbers: number[] = [1, 2]) {
  const reading = { ranges: [[1, numbers.length]], unread: 0, first_unread: null };
  return {
    ...page(action),
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [], next_cursor: null, seq: 0 },
    [THREAD]: aThread({ message_count: numbers.length, reading, allowed: ["read", "post"], seq: 0 } as never),
    [`GET ${MESSAGES}`]: windowOf(numbers, 0),
  };
}

/** A browser in which everything is in view. */
function seeAll() {
  class Seen {
    constructor(private readonly tell: (entries: { isIntersecting: boolean; target: Element }[]) => void) {}
    observe(target: Element) {
      if (!target.id.startsWith("message-")) this.tell([{ isIntersecting: true, target }]);
    }
    unobserve() {}
    disconnect() {}
  }
  vi.stubGlobal("IntersectionObserver", Seen);
}

const findCard = async () => within(await screen.findByRole("region", { name: "Обговорення" }));

/** Where a comment waits until it is sent opens in a moment. */
async function pressSend(card: Awaited<ReturnType<typeof findCard>>) {
  const button = card.getByRole("button", { name: /Надіслати$/ });
  await waitFor(() => expect(button.ariaBusy).toBeNull());
  await userEvent.click(button);
}

describe("the discussion of an action item", () => {
  it("stands on its page: its messages, those that come, and the composer", async () => {
    seeAll();
    mockApi(discussed(DISCUSSED));
    renderApp(`/actions/${ACTION.id}`);
    const card = await findCard();
    expect(await card.findByRole("article", { name: /Повідомлення 2/ })).toBeDefined();
    expect(await card.findByRole("form", { name: "Нове повідомлення" })).toBeDefined();
    const hears = () => TestSocket.last?.sent.some(({ topic }) => topic === `thread:${THREAD_ID}`);
    await expect.poll(hears).toBe(true);
    act(() => TestSocket.last?.say(posted(1, aMessage(3))));
    expect(await card.findByRole("article", { name: /Повідомлення 3/ })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("has the days of its messages one level below its own heading", async () => {
    seeAll();
    mockApi(discussed(DISCUSSED));
    renderApp(`/actions/${ACTION.id}`);
    const card = await findCard();
    await card.findByRole("article", { name: /Повідомлення 2/ });
    const headings = card.getAllByRole("heading").map((one) => `${one.tagName} ${one.textContent}`);
    expect(headings).toEqual(["H2 Обговорення", expect.stringMatching(/^H3 .*8 грудня/)]);
  });

  it("is loaded when it comes near the view", async () => {
    const { asked } = mockApi(discussed(DISCUSSED));
    renderApp(`/actions/${ACTION.id}`);
    await findCard();
    expect(asked.filter((one) => one.startsWith(THREAD))).toEqual([]);
  });

  it("makes no reader of a restricted thread of whoever looks at the item: it is shown when asked for", async () => {
    seeAll();
    const { asked } = mockApi(discussed({ ...DISCUSSED, audience: "thread" }));
    renderApp(`/actions/${ACTION.id}`);
    const card = await findCard();
    expect(await card.findByText("2")).toBeDefined();
    expect(asked.filter((one) => one.startsWith(THREAD))).toEqual([]);
    await userEvent.click(
      card.getByRole("button", { name: /^Показати обговорення\s*2\s*нові повідомлення$/ }),
    );
    expect(await card.findByRole("article", { name: /Повідомлення 2/ })).toBeDefined();
  });

  it("is opened with the first comment, in one step", async () => {
    seeAll();
    const sent: string[] = [];
    const said = windowOf([], 0);
    let arrive = () => {};
    const arrived = new Promise<void>((end) => {
      arrive = end;
    });
    const opened = { ...ACTION, ...DISCUSSED };
    let action: Partial<ActionPageOut> = { allowed: ["read", "discuss"] };
    mockApi({
      ...discussed({}, []),
      [`GET ${PATH}`]: () => ({ ...ACTION, ...action }),
      [`POST ${PATH}/discussion`]: () => {
        sent.push("opened");
        action = opened;
        return opened;
      },
      [`POST ${MESSAGES}`]: async (request: Request) => {
        const { body, client_id } = await request.json();
        sent.push(body);
        const message = aMessage(1, { body, html: `<p>${body}</p>`, client_id });
        said.items.push(message);
        arrive();
        return message;
      },
      // What is said while it is answered comes over the websocket.
      [`GET ${MESSAGES}`]: () => arrived.then(() => said),
    });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    const card = await findCard();
    expect(card.getByText(/Перший коментар відкриє тему/)).toBeDefined();
    await user.type(card.getByRole("textbox", { name: "Текст повідомлення" }), "Хто везе ліхтарі?");
    expect(await axeViolations()).toEqual([]);
    await pressSend(card);
    const message = await card.findByRole("article", { name: /Повідомлення 1/ });
    expect(message.textContent).toContain("Хто везе ліхтарі?");
    expect(sent).toEqual(["opened", "Хто везе ліхтарі?"]);
    expect(card.queryByText(/Перший коментар/)).toBeNull();
  });

  it("keeps what was written where it could not be opened", async () => {
    const { asked } = mockApi({
      ...discussed({ allowed: ["read", "discuss"] }),
      [`POST ${PATH}/discussion`]: new ProblemResponse(409, "paused"),
    });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    const card = await findCard();
    const field = card.getByRole<HTMLTextAreaElement>("textbox", { name: "Текст повідомлення" });
    await user.type(field, "Хто везе?");
    await pressSend(card);
    await waitFor(() => expect(asked).toContain(`POST ${PATH}/discussion`));
    await waitFor(() => expect(card.getByRole("button", { name: /Надіслати$/ }).ariaBusy).toBeNull());
    expect(field.value).toBe("Хто везе?");
  });

  describe("that another opens while the first comment is written", () => {
    /** Somebody writes; `arrive` loads the item anew, with the thread that another has opened. */
    async function writing(discussion: ActionPageOut["discussion"]) {
      seeAll();
      const sent: string[] = [];
      let action: Partial<ActionPageOut> = { allowed: ["read", "discuss"] };
      mockApi({
        ...discussed({}, []),
        [`GET ${PATH}`]: () => ({ ...ACTION, ...action }),
        [`POST ${PATH}/discussion`]: () => {
          sent.push("opened");
          action = { discussion };
          return { ...ACTION, ...action };
        },
        [`POST ${MESSAGES}`]: async (request: Request) => {
          const { body, client_id } = await request.json();
          sent.push(body);
          return aMessage(1, { body, html: `<p>${body}</p>`, client_id });
        },
      });
      const client = renderApp(`/actions/${ACTION.id}`);
      const card = await findCard();
      const field = card.getByRole<HTMLTextAreaElement>("textbox", { name: "Текст повідомлення" });
      const user = userEvent.setup();
      const arrive = async () => {
        action = { discussion };
        await act(() => client.invalidateQueries({ queryKey: keys.action(ACTION.id) }));
      };
      return { user, card, field, sent, arrive };
    }

    it("keeps what is typed and the field, and sends it into that thread", async () => {
      const { user, card, field, sent, arrive } = await writing(DISCUSSED.discussion);
      await user.type(field, "Хто везе ");
      await arrive();
      expect(await card.findByText(/Обговорення вже відкрито/)).toBeDefined();
      expect(document.activeElement).toBe(field);
      await user.keyboard("ліхтарі?");
      await pressSend(card);
      await waitFor(() => expect(sent).toEqual(["Хто везе ліхтарі?"]));
      expect(card.queryByText(/Обговорення вже відкрито/)).toBeNull();
    });

    it("shows the thread once nothing is typed and the field is left", async () => {
      const { user, card, field, arrive } = await writing(DISCUSSED.discussion);
      await user.type(field, "Х");
      await arrive();
      await card.findByText(/Обговорення вже відкрито/);
      await user.clear(field);
      expect(document.activeElement).toBe(field);
      await user.click(document.body);
      await waitFor(() => expect(card.queryByText(/Обговорення вже відкрито/)).toBeNull());
    });

    it("keeps what is typed where its writer may not read that thread, and says so", async () => {
      const { user, card, field, sent } = await writing({ thread_id: null, unread: null });
      await user.type(field, "Хто везе?");
      await pressSend(card);
      // A toast says it at once, and the card from then on.
      await waitFor(() => expect(screen.getAllByText(/у темі з обмеженим доступом/)).toHaveLength(2));
      expect(sent).toEqual(["opened"]);
      expect(field.isConnected && field.value).toBe("Хто везе?");
    });

    it("keeps what is typed where the browser does not take it, and sends it when it does", async () => {
      const { user, card, field, sent } = await writing(DISCUSSED.discussion);
      const keep = vi.spyOn(Store.prototype, "keep").mockRejectedValueOnce(new Error("full"));
      await user.type(field, "Хто везе?");
      await pressSend(card);
      expect(await card.findByText(/Обговорення вже відкрито/)).toBeDefined();
      expect(field.isConnected && field.value).toBe("Хто везе?");
      await pressSend(card);
      await waitFor(() => expect(sent).toEqual(["opened", "Хто везе?"]));
      keep.mockRestore();
    });
  });
});
