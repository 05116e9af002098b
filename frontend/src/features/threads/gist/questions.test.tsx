import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { GistOut, QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { anEvent, aThread, aVoice, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const GIST = `GET /api/v1/threads/${THREAD_ID}/gist`;
const LEADS: QuestionOut["allowed"] = ["edit", "place", "remove"];

function question(id: string, change: Partial<QuestionOut> = {}): QuestionOut {
  return {
    id,
    text: `Питання ${id}?`,
    state: "open",
    answer: null,
    words: "",
    author: aVoice(),
    asked_at: "2025-12-08T10:00:00Z",
    settled_by: null,
    settled_at: null,
    allowed: [],
    version: 1,
    ...change,
  };
}

function gistOf(...questions: QuestionOut[]): GistOut {
  const summary = { body: "", html: "", cited: [], through: 0, earlier: 0, version: 0 };
  return { summary: { ...summary, author: null, written_at: null }, questions, statements: [], seq: 0 };
}

function served(gist: () => GistOut, allowed: ThreadOut["allowed"], more: Record<string, unknown> = {}) {
  return mockApi({
    ...EMPTY_API,
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: aThread({ message_count: 3, allowed: ["read", ...allowed] }),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1, 2, 3], 0),
    [GIST]: gist,
    ...more,
  });
}

async function panel(name: string | RegExp) {
  const gist = within(await screen.findByRole("region", { name: "Суть розмови" }));
  await userEvent.click(gist.getByRole("button", { name }));
  return gist;
}

setupPageTest();

describe("questions of a thread", () => {
  it("say what is open, who answered, and why something waits", async () => {
    const answer = { message_id: "m2", number: 2, state: "hidden" } as const;
    served(
      () =>
        gistOf(
          question("1"),
          question("2", { state: "answered", answer, words: "Два мільйони" }),
          question("3", { state: "proposed" }),
          question("4", { state: "declined", words: "Не сьогодні" }),
        ),
      [],
    );
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel(/^Питання/);
    expect(gist.getByRole("button", { name: /^Питання/ }).textContent).toBe("Питання1");
    expect(gist.getByText(/Два мільйони/).textContent).toBe(
      "Є відповідь\u00a0· повідомлення #2 (приховане повідомлення)\u00a0· Два мільйони",
    );
    expect(gist.getByText("Питання 3?")).toBeDefined();
    expect(gist.queryByText("Питання 4?")).toBeNull();
    await userEvent.click(gist.getByRole("button", { name: "Не взяті до обговорення: 1" }));
    expect(gist.getByText(/Не сьогодні/)).toBeDefined();
    expect(gist.queryByRole("button", { name: /Дії з питанням/ })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("are answered by a message from its menu", async () => {
    const bodies: unknown[] = [];
    let now = gistOf(question("1", { allowed: ["answered", "aside", ...LEADS] }));
    served(() => now, ["sum_up"], {
      "POST /api/v1/questions/1/transitions": async (request: Request) => {
        bodies.push(await request.json());
        now = gistOf(question("1", { state: "answered", version: 2 }));
        return now;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel(/^Питання/);
    const [first] = await screen.findAllByRole("article");
    await userEvent.click(within(first as HTMLElement).getByRole("button", { name: /Дії з повідомленням/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Це відповідь на питання…" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByRole("textbox", { name: "Номер повідомлення з відповіддю" })).toHaveProperty(
      "value",
      "#1",
    );
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти відповідь" }));
    expect(await gist.findByText("Є відповідь")).toBeDefined();
    expect(bodies).toEqual([{ to: "answered", answered_by: 1 }]);
  });

  it("are put aside with a reason and moved by keys", async () => {
    const asked: unknown[] = [];
    const rows = ["1", "2", "3"].map((id) => question(id, { allowed: ["answered", "aside", ...LEADS] }));
    served(() => gistOf(...rows), ["sum_up"], {
      "PUT /api/v1/questions/1/place": async (request: Request) => {
        asked.push(await request.json());
        return gistOf(...rows);
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel(/^Питання/);
    const menu = gist.getByRole("button", { name: "Дії з питанням: Питання 1?" });
    menu.focus();
    await userEvent.keyboard("{Enter}");
    expect(screen.queryByRole("menuitem", { name: "Перемістити вище" })).toBeNull();
    await userEvent.click(await screen.findByRole("menuitem", { name: "Перемістити нижче" }));
    await waitFor(() => expect(asked).toEqual([{ before: "3" }]));
    await userEvent.click(menu);
    await userEvent.click(await screen.findByRole("menuitem", { name: "Відкласти…" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.click(dialog.getByRole("button", { name: "Відкласти" }));
    expect(dialog.getByText("Напишіть причину")).toBeDefined();
  });

  it("are proposed by who speaks, and of nothing readers are told nothing", async () => {
    const bodies: unknown[] = [];
    served(() => gistOf(question("1")), ["propose_question"], {
      [`POST /api/v1/threads/${THREAD_ID}/questions`]: async (request: Request) => {
        bodies.push(await request.json());
        return gistOf(question("1"), question("2", { state: "proposed" }));
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel(/^Питання/);
    await userEvent.click(gist.getByRole("button", { name: "Запропонувати питання" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.type(dialog.getByRole("textbox", { name: "Текст питання" }), "Хто платить?");
    await userEvent.click(dialog.getByRole("button", { name: "Запропонувати" }));
    await waitFor(() => expect(bodies).toEqual([{ text: "Хто платить?" }]));
  });

  it("are removed only after one was asked, also where the answer to an earlier press was lost", async () => {
    let now = gistOf(question("1", { allowed: LEADS }));
    const { asked } = served(() => now, ["sum_up"], {
      "DELETE /api/v1/questions/1": new ProblemResponse(404, "not_found"),
    });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel(/^Питання/);
    await userEvent.click(gist.getByRole("button", { name: "Дії з питанням: Питання 1?" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Видалити питання…" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("Питання 1?")).toBeDefined();
    expect(asked).not.toContain("DELETE /api/v1/questions/1");
    now = gistOf();
    await userEvent.click(dialog.getByRole("button", { name: "Видалити" }));
    await waitFor(() => expect(gist.queryByText("Питання 1?")).toBeNull());
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("that somebody else rewords meanwhile are not settled unseen, in the version of the dialog", async () => {
    const versions: (string | null)[] = [];
    const aside = (change: Partial<QuestionOut>) =>
      gistOf(question("1", { allowed: ["answered", "aside", ...LEADS], ...change }));
    let now = aside({});
    served(() => now, ["sum_up"], {
      "POST /api/v1/questions/1/transitions": (request: Request) => {
        versions.push(request.headers.get("If-Match"));
        return new ProblemResponse(412, "stale");
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel(/^Питання/);
    await userEvent.click(gist.getByRole("button", { name: /Дії з питанням/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Відкласти…" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.type(dialog.getByRole("textbox"), "Чекаємо на кошторис");
    now = { ...aside({ text: "Зовсім інше?", version: 2 }), seq: 1 };
    act(() => TestSocket.last?.say(anEvent(1, "dialogue.agenda_changed", { thread_id: THREAD_ID })));
    expect((await gist.findAllByText("Зовсім інше?")).length).toBeGreaterThan(0);
    await userEvent.click(dialog.getByRole("button", { name: "Відкласти" }));
    await waitFor(() => expect(versions).toEqual(['"1"']));
    await userEvent.click(dialog.getByRole("button", { name: "Відкласти" }));
    await waitFor(() => expect(versions).toEqual(['"1"', '"2"']));
  });
});
