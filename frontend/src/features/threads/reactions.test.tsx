import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { MessageOut, MessageReactionsOut, ReactionOut } from "@/api/generated/types.gen";
import {
  aMessage,
  anEvent,
  aThread,
  aVoice,
  GROUP_ID,
  THREAD_ID,
  windowOf,
} from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const NONE: MessageOut["reactions"] = { thanks: [], question: [], important: [] };
const THREAD = aThread({
  message_count: 1,
  reading: { ranges: [[1, 1]], unread: 0, first_unread: null },
  allowed: ["read", "support"],
});

function page(message: Partial<MessageOut>, thread = THREAD) {
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([], 0), items: [aMessage(1, message)] },
  };
}

setupPageTest();

const article = () => screen.findByRole("article", { name: /Повідомлення 1/ });
const THANKS = "/api/v1/messages/message-1/reactions/thanks";

async function ready() {
  const message = await article();
  const more = await within(message).findByRole("button", { name: /Відгукнутися/ });
  await waitFor(() => expect(more).toHaveProperty("disabled", false));
  return { message, more, user: userEvent.setup() };
}

describe("reactions", () => {
  it("are said from the menu and taken back by a press", async () => {
    const { asked } = mockApi({
      ...page({}),
      [`PUT ${THANKS}`]: { message_id: "message-1", reactions: { ...NONE, thanks: ["me"] } },
      [`DELETE ${THANKS}`]: { message_id: "message-1", reactions: NONE },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const { message, more, user } = await ready();
    await user.click(more);
    expect(await axeViolations()).toEqual([]);
    await user.click(await screen.findByRole("menuitemcheckbox", { name: "Дякую" }));
    await waitFor(() => expect(asked).toContain(`PUT ${THANKS}`));
    await user.click(await within(message).findByRole("button", { name: "Дякую, 1", pressed: true }));
    await waitFor(() => expect(within(message).queryByRole("button", { name: /Дякую/ })).toBeNull());
    expect(document.activeElement).toBe(message);
    await waitFor(() =>
      expect(asked.filter((one) => one.endsWith(THANKS))).toEqual([`PUT ${THANKS}`, `DELETE ${THANKS}`]),
    );
  });

  it("show at once what one presses, also twice, and end where the last press did", async () => {
    const asked: string[] = [];
    let answers: (() => void)[] = [];
    const slow = (on: boolean) => (request: Request) => {
      asked.push(request.method);
      return new Promise<MessageReactionsOut>((done) =>
        answers.push(() =>
          done({ message_id: "message-1", reactions: { ...NONE, thanks: on ? ["me"] : [] } }),
        ),
      );
    };
    mockApi({
      ...page({ reactions: { ...NONE, thanks: ["x"] } }),
      [`PUT ${THANKS}`]: slow(true),
      [`DELETE ${THANKS}`]: slow(false),
    });
    renderApp(`/threads/${THREAD_ID}`);
    const { message, user } = await ready();
    await user.click(within(message).getByRole("button", { name: "Дякую, 1", pressed: false }));
    await user.click(await within(message).findByRole("button", { name: "Дякую, 2", pressed: true }));
    expect(await within(message).findByRole("button", { name: "Дякую, 1", pressed: false })).toBeDefined();
    for (const method of ["PUT", "DELETE"]) {
      await waitFor(() => expect(asked.at(-1)).toBe(method));
      act(() => {
        for (const answer of answers) answer();
        answers = [];
      });
    }
    // What others say is told by events, and not by an answer that may be older.
    expect(await within(message).findByRole("button", { name: "Дякую, 1", pressed: false })).toBeDefined();
  });

  it("of others come by events, and are only looked at by who may not say any", async () => {
    mockApi(page({}, { ...THREAD, allowed: ["read"] }));
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article();
    await waitFor(() => expect(TestSocket.last?.sent.length).toBeGreaterThan(1));
    const reactions = { ...NONE, important: ["a", "b"] };
    const frame = anEvent(1, "dialogue.reaction_changed", { message_id: "message-1", reactions });
    act(() => TestSocket.last?.say(frame));
    const said = await within(message).findByRole("button", { name: "Важливо, 2" });
    expect(said).toHaveProperty("disabled", true);
    expect(within(message).queryByRole("button", { name: /Відгукнутися/ })).toBeNull();
  });

  it("tell their names to who asks", async () => {
    const of = (reaction: ReactionOut["reaction"], uk: string): ReactionOut => ({
      reaction,
      person: { id: uk, name: { uk, en: uk }, gender: "neutral" },
      organisation: null,
      at: "2025-12-08T10:00:00Z",
    });
    mockApi({
      ...page({ supporters: ["a"], reactions: { ...NONE, question: ["b"] }, author: aVoice("me") }),
      "GET /api/v1/messages/message-1/reactions": {
        items: [of("support", "Перша"), of("question", "Друга")],
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const { message, user } = await ready();
    await user.click(within(message).getByRole("button", { name: /Дії з повідомленням/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Хто відгукнувся" }));
    const dialog = await screen.findByRole("dialog", { name: "Хто відгукнувся" });
    expect(await within(dialog).findByText("Перша")).toBeDefined();
    expect(
      within(dialog)
        .getAllByRole("heading", { level: 3 })
        .map((one) => one.textContent?.replace(/\s/g, " ")),
    ).toEqual(["Підтримую · 1", "Маю питання · 1"]);
    expect(await axeViolations(dialog)).toEqual([]);
  });
});
