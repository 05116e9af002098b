import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { GistOut, StatementOut, ThreadOut } from "@/api/generated/types.gen";
import { anEvent, aThread, aVoice, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const STATED: StatementOut = {
  id: "s1",
  text: "Пандусів мало",
  source: { message_id: "m1", number: 1, state: "said" },
  author: aVoice(),
  collected_at: "2025-12-08T10:00:00Z",
  allowed: [],
  version: 1,
};

function gistOf(...statements: StatementOut[]): GistOut {
  const summary = { body: "", html: "", cited: [], through: 0, earlier: 0, version: 0 };
  return { summary: { ...summary, author: null, written_at: null }, questions: [], statements, seq: 0 };
}

function served(
  gist: () => Partial<GistOut> | ProblemResponse,
  allowed: ThreadOut["allowed"],
  more: Record<string, unknown> = {},
) {
  mockApi({
    ...EMPTY_API,
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: aThread({ message_count: 3, allowed: ["read", ...allowed] }),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1, 2, 3], 0),
    [`GET /api/v1/threads/${THREAD_ID}/gist`]: gist,
    ...more,
  });
}

async function panel() {
  const gist = within(await screen.findByRole("region", { name: "Суть розмови" }));
  await userEvent.click(gist.getByRole("button", { name: /^Тези/ }));
  return gist;
}

setupPageTest();

describe("statements of a thread", () => {
  it("lead to their messages, which bear a mark, and say nothing of what is gone", async () => {
    const gone: StatementOut = {
      ...STATED,
      id: "s2",
      text: "",
      source: { message_id: "m2", number: 2, state: "hidden" },
    };
    served(() => gistOf(STATED, gone), []);
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    expect(gist.getByText("Пандусів мало")).toBeDefined();
    expect(gist.getByRole("button", { name: "повідомлення #1" })).toBeDefined();
    expect(gist.getByText("Тези не видно: її повідомлення видалено або приховано.")).toBeDefined();
    const [first, , third] = await screen.findAllByRole("article");
    expect(within(first as HTMLElement).getByText("Головне: є в тезах")).toBeDefined();
    expect(within(third as HTMLElement).queryByText("Головне: є в тезах")).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("are collected from a message in its menu, in its words to start from", async () => {
    const bodies: unknown[] = [];
    let now = gistOf();
    served(() => now, ["sum_up"], {
      [`POST /api/v1/threads/${THREAD_ID}/statements`]: async (request: Request) => {
        bodies.push(await request.json());
        now = gistOf(STATED);
        return now;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByRole("region", { name: "Суть розмови" });
    expect(screen.queryByRole("button", { name: /^Тези/ })).toBeNull();
    const [first] = await screen.findAllByRole("article");
    await userEvent.click(within(first as HTMLElement).getByRole("button", { name: /Дії з повідомленням/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Додати до тез…" }));
    const dialog = within(await screen.findByRole("dialog"));
    const field = dialog.getByRole("textbox", { name: "Теза" });
    expect(field).not.toHaveProperty("value", "");
    await userEvent.clear(field);
    await userEvent.type(field, "Пандусів мало");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Додати тезу" }));
    await screen.findByRole("button", { name: /^Тези/ });
    expect((await panel()).getByText("Пандусів мало")).toBeDefined();
    expect(bodies).toEqual([{ text: "Пандусів мало", number: 1 }]);
  });

  it("are removed only when that is meant, also where the answer was lost on the line", async () => {
    const versions: (string | null)[] = [];
    let now = gistOf({ ...STATED, allowed: ["edit"], version: 3 });
    served(() => now, ["sum_up"], {
      "DELETE /api/v1/statements/s1": (request: Request) => {
        versions.push(request.headers.get("If-Match"));
        now = gistOf();
        return new ProblemResponse(404, "not_found");
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    await userEvent.click(gist.getByRole("button", { name: /Дії з тезою/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Видалити тезу…" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("Пандусів мало")).toBeDefined();
    expect(versions).toEqual([]);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Видалити" }));
    expect(await screen.findByText("Тезу видалено")).toBeDefined();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(versions).toEqual(['"3"']);
    expect(gist.queryByText("Пандусів мало")).toBeNull();
  });

  it("that somebody else puts otherwise meanwhile are not overwritten unseen", async () => {
    const versions: (string | null)[] = [];
    let now = gistOf({ ...STATED, allowed: ["edit"] });
    served(() => now, ["sum_up"], {
      "PATCH /api/v1/statements/s1": (request: Request) => {
        versions.push(request.headers.get("If-Match"));
        return new ProblemResponse(412, "stale");
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    await userEvent.click(gist.getByRole("button", { name: /Дії з тезою/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Змінити" }));
    const dialog = within(await screen.findByRole("dialog"));
    now = { ...gistOf({ ...STATED, text: "Пандусів досить", allowed: ["edit"], version: 2 }), seq: 1 };
    act(() => TestSocket.last?.say(anEvent(1, "dialogue.statements_changed", { thread_id: THREAD_ID })));
    expect(await gist.findByText("Пандусів досить")).toBeDefined();
    await userEvent.type(dialog.getByRole("textbox", { name: "Теза" }), " у школі");
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(versions).toEqual(['"1"']));
  });

  it("are none where an earlier release kept the rest in the browser", async () => {
    const { statements: _none, questions: _neither, ...kept } = gistOf();
    served(() => kept, ["sum_up"]);
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByRole("region", { name: "Суть розмови" })).toBeDefined();
    expect(screen.queryByRole("button", { name: /^Тези/ })).toBeNull();
  });
});
