import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { GistOut, SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { anEvent, aThread, aVoice, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const GIST = `GET /api/v1/threads/${THREAD_ID}/gist`;
const PUT = `PUT /api/v1/threads/${THREAD_ID}/summary`;
const NOTHING: SummaryOut = {
  body: "",
  html: "",
  cited: [],
  through: 0,
  author: null,
  written_at: null,
  earlier: 0,
  version: 0,
};
const SAID: SummaryOut = {
  body: "Пандус є (#1, #2)",
  html: '<p>Пандус є (<span data-cite="1">#1</span>, <span data-cite="2">#2</span>)</p>',
  cited: [
    { message_id: "m1", number: 1, state: "said" },
    { message_id: "m2", number: 2, state: "withdrawn" },
  ],
  through: 1,
  author: aVoice(),
  written_at: "2025-12-08T10:00:00Z",
  earlier: 1,
  version: 2,
};
const gistOf = (summary: SummaryOut, seq = 0): GistOut => ({ summary, questions: [], statements: [], seq });

function served(summary: SummaryOut, allowed: ThreadOut["allowed"], more: Record<string, unknown> = {}) {
  return mockApi({
    ...EMPTY_API,
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: aThread({ message_count: 3, allowed: ["read", ...allowed] }),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1, 2, 3], 0),
    [GIST]: gistOf(summary),
    ...more,
  });
}

/** A phone shows the button alone until it is pressed. */
async function panel() {
  const gist = within(await screen.findByRole("region", { name: "Суть розмови" }));
  const button = gist.getByRole("button", { name: "Підсумок" });
  expect(button.getAttribute("aria-expanded")).toBe("false");
  await userEvent.click(button);
  expect(button.getAttribute("aria-expanded")).toBe("true");
  return gist;
}

setupPageTest();

describe("the summary of a thread", () => {
  it("leads to what it cites, and says what is gone and how much was said since", async () => {
    served(SAID, []);
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    expect(gist.getByText("2 повідомлення після підсумку")).toBeDefined();
    const gone = gist.getByRole("link", { name: "Повідомлення #2: видалене повідомлення" });
    expect(gone.textContent).toBe("#2 видалене повідомлення");
    await userEvent.click(gist.getByRole("link", { name: "Повідомлення #1" }));
    await waitFor(() => expect(document.activeElement?.id).toBe("message-1"));
    expect(gist.queryByRole("button", { name: "Переписати" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("is folded on a wide page, too, until it is opened, and then as it was left at this device", async () => {
    const quiet = { addEventListener: () => undefined, removeEventListener: () => undefined };
    vi.stubGlobal("matchMedia", (media: string) => ({ matches: true, media, ...quiet }));
    served(SAID, []);
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    expect(gist.getByRole("region", { name: "Підсумок" }).tabIndex).toBe(0);
    cleanup();
    renderApp(`/threads/${THREAD_ID}`);
    const again = within(await screen.findByRole("region", { name: "Суть розмови" }));
    const button = again.getByRole("button", { name: "Підсумок" });
    expect(button.getAttribute("aria-expanded")).toBe("true");
    await userEvent.click(button);
    expect(localStorage.getItem("viche-gist")).toBeNull();
  });

  it("is not spoken of to readers where there is none", async () => {
    const { asked } = served(NOTHING, []);
    renderApp(`/threads/${THREAD_ID}`);
    await waitFor(() => expect(asked).toContain(GIST));
    await screen.findAllByRole("article");
    expect(screen.queryByRole("region", { name: "Суть розмови" })).toBeNull();
  });

  it("is written beside the messages, which it cites by a press", async () => {
    const bodies: unknown[] = [];
    let now = NOTHING;
    served(NOTHING, ["sum_up"], {
      [GIST]: () => gistOf(now),
      [PUT]: async (request: Request) => {
        bodies.push([request.headers.get("If-Match"), await request.json()]);
        now = SAID;
        return gistOf(now);
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    await userEvent.click(gist.getByRole("button", { name: "Написати підсумок" }));
    const field = await gist.findByRole("textbox", { name: "Підсумок розмови" });
    await userEvent.click(gist.getByRole("button", { name: "Зберегти підсумок" }));
    expect(gist.getByText("Напишіть, до чого дійшла розмова")).toBeDefined();
    await userEvent.type(field, "Домовились");
    const [first] = await screen.findAllByRole("article");
    await userEvent.click(within(first as HTMLElement).getByRole("button", { name: /Дії з повідомленням/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Послатися в підсумку (#1)" }));
    await waitFor(() => expect(field).toHaveProperty("value", "Домовились #1"));
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(gist.getByRole("button", { name: "Зберегти підсумок" }));
    expect(await gist.findByText("2 повідомлення після підсумку")).toBeDefined();
    expect(bodies).toEqual([['"0"', { body: "Домовились #1", through: 3 }]]);
  });

  it("keeps what was typed when it is refused, and says what is wrong", async () => {
    const missing = { pointer: "/body", code: "cites_unknown", message: "Немає повідомлення № 9" };
    served(SAID, ["sum_up"], { [PUT]: new ProblemResponse(422, "invalid", [missing]) });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    await userEvent.click(gist.getByRole("button", { name: "Переписати" }));
    const field = await gist.findByRole("textbox", { name: "Підсумок розмови" });
    await userEvent.type(field, " #9");
    await userEvent.click(gist.getByRole("button", { name: "Зберегти підсумок" }));
    expect(await gist.findByText("Немає повідомлення № 9")).toBeDefined();
    expect(field).toHaveProperty("value", "Пандус є (#1, #2) #9");
  });

  it("is shown anew when somebody else has written it, also beside what one writes", async () => {
    let now = SAID;
    served(SAID, ["sum_up"], { [GIST]: () => gistOf(now, now.version) });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    await userEvent.click(gist.getByRole("button", { name: "Переписати" }));
    await gist.findByRole("textbox", { name: "Підсумок розмови" });
    now = { ...SAID, html: "<p>Інше</p>", cited: [], version: 3 };
    const data = { thread_id: THREAD_ID };
    act(() => TestSocket.last?.say(anEvent(3, "dialogue.summary_written", data)));
    expect(await gist.findByText(/хтось зберіг новий підсумок/)).toBeDefined();
    await userEvent.click(gist.getByRole("button", { name: "Прочитати його" }));
    expect(gist.getByText("Інше")).toBeDefined();
    expect(gist.getByRole("textbox", { name: "Підсумок розмови" })).toHaveProperty("value", SAID.body);
    await userEvent.click(gist.getByRole("button", { name: "Не зберігати" }));
    expect(await gist.findByText("Інше")).toBeDefined();
  });

  it("waits while another section is read, and is not thrown away by a slip", async () => {
    const statement = { id: "s1", text: "Пандусів мало", source: null, allowed: [], version: 1 };
    served(SAID, ["sum_up"], { [GIST]: { ...gistOf(SAID), statements: [statement] } });
    renderApp(`/threads/${THREAD_ID}`);
    const gist = await panel();
    await userEvent.click(gist.getByRole("button", { name: "Переписати" }));
    const name = { name: "Підсумок розмови" };
    await userEvent.type(await gist.findByRole("textbox", name), " далі");
    await userEvent.click(gist.getByRole("button", { name: /^Тези/ }));
    expect(gist.getByText("Пандусів мало")).toBeDefined();
    expect(gist.queryByRole("textbox", name)).toBeNull();
    await userEvent.click(gist.getByRole("button", { name: /^Підсумок/ }));
    expect(gist.getByRole("textbox", name)).toHaveProperty("value", `${SAID.body} далі`);
    await userEvent.click(gist.getByRole("button", { name: "Не зберігати" }));
    const asked = within(await screen.findByRole("dialog", { name: "Не зберігати підсумок?" }));
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "Писати далі" }));
    expect(gist.getByRole("textbox", name)).toHaveProperty("value", `${SAID.body} далі`);
  });
});
