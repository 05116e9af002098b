import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ThreadOut } from "@/api/generated/types.gen";
import { BASE, GROUP, PATH } from "@/testing/members-samples";
import { aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const PINNED_AT = "2025-12-08T10:00:00Z";
const RULES = aThread({
  id: "rules",
  title: { uk: "Правила групи", en: "" },
  pinned_at: PINNED_AT,
  tags: ["правила", "порядок"],
});
const TALK = aThread({ allowed: ["read", "edit", "pin"], tags: ["укриття"] });
const listOf = (...items: ThreadOut[]) => ({ items, pinned: [RULES], next_cursor: null, seq: 0 });
const SERVED = {
  ...EMPTY_API,
  ...BASE,
  [`GET ${PATH}`]: { ...GROUP, role: "member" },
  [`GET ${PATH}/threads`]: listOf(TALK, RULES),
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/threads/${THREAD_ID}`]: TALK,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([], 0),
};

setupPageTest();

describe("threads of a group", () => {
  it("stand at the head while they are pinned, each once, with their tags", async () => {
    mockApi(SERVED);
    renderApp(`/groups/${GROUP_ID}/threads`);
    const card = within(await screen.findByRole("region", { name: "Теми" }));
    await card.findByText("Правила групи");
    const [first, second, ...rest] = card.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(first).toMatch(/Правила групи.*закріплено.*правила, порядок/);
    expect(second).toMatch(/Укриття.*укриття/);
    expect(rest).toEqual([]);
    expect(await axeViolations()).toEqual([]);
  });

  it("are narrowed to one tag by their address, and it says so", async () => {
    const asked: (string | null)[] = [];
    mockApi({
      ...SERVED,
      [`GET ${PATH}/threads`]: (request: Request) => {
        asked.push(new URL(request.url).searchParams.get("tag"));
        return { items: [], pinned: [], next_cursor: null, seq: 0 };
      },
    });
    renderApp(`/groups/${GROUP_ID}/threads?tag=${encodeURIComponent("укриття")}`);
    expect(await screen.findByText("Тем із такою міткою немає")).toBeDefined();
    expect(asked).toContain("укриття");
    expect(screen.getByText("Лише з міткою «укриття»")).toBeDefined();
    const all = screen.getByRole("link", { name: "Показати всі теми" });
    expect(all.getAttribute("href")).toBe(`/groups/${GROUP_ID}/threads`);
    expect(await axeViolations()).toEqual([]);
  });
});

describe("whoever leads a thread", () => {
  it("pins it and takes it away from the head", async () => {
    let thread = TALK;
    const turn = (pinned_at: string | null) => () => {
      thread = { ...thread, pinned_at, version: thread.version + 1 };
      return thread;
    };
    mockApi({
      ...SERVED,
      [`GET /api/v1/threads/${THREAD_ID}`]: () => thread,
      [`PUT /api/v1/threads/${THREAD_ID}/pin`]: turn(PINNED_AT),
      [`DELETE /api/v1/threads/${THREAD_ID}/pin`]: turn(null),
    });
    renderApp(`/threads/${THREAD_ID}`);
    await chooseThreadAction("Закріпити вгорі списку");
    expect(await screen.findByText("Закріплено вгорі списку")).toBeDefined();
    await chooseThreadAction("Відкріпити");
    await waitFor(() => expect(screen.queryByText("Закріплено вгорі списку")).toBeNull());
  });

  it("changes its tags, and what is wrong with one is said once, at the field", async () => {
    const sent: unknown[] = [];
    let thread = TALK;
    mockApi({
      ...SERVED,
      [`GET /api/v1/threads/${THREAD_ID}`]: () => thread,
      [`PATCH /api/v1/threads/${THREAD_ID}`]: async (request: Request) => {
        const { tags } = await request.json();
        sent.push([tags, request.headers.get("If-Match")]);
        if (sent.length === 1)
          return new ProblemResponse(422, "invalid", [
            { pointer: "/tags/1", code: "max_length", message: "Задовга мітка" },
          ]);
        thread = { ...thread, tags, version: 2 };
        return thread;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const link = await screen.findByRole("link", { name: "Мітка: укриття" });
    expect(await axeViolations()).toEqual([]);
    expect(link.getAttribute("href")).toBe(
      `/groups/${GROUP_ID}/threads?tag=${encodeURIComponent("укриття")}`,
    );
    await chooseThreadAction("Змінити тему");
    const dialog = within(await screen.findByRole("dialog", { name: "Змінити тему" }));
    const field = dialog.getByRole("textbox", { name: "Мітки (необов’язково)" });
    expect(field).toHaveProperty("value", "укриття");
    await userEvent.type(field, ", світло");
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await dialog.findByText("Задовга мітка")).toBeDefined();
    expect(field.getAttribute("aria-invalid")).toBe("true");
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByRole("link", { name: "Мітка: світло", hidden: true })).toBeDefined();
    expect(sent).toEqual([
      [["укриття", "світло"], '"1"'],
      [["укриття", "світло"], '"1"'],
    ]);
  });

  it("changes the question, what it is for and how long it stands open: what was touched alone is sent", async () => {
    const sent: unknown[] = [];
    const thread = { ...TALK, closes_on: "2025-12-01" };
    mockApi({
      ...SERVED,
      [`GET /api/v1/threads/${THREAD_ID}`]: thread,
      [`PATCH /api/v1/threads/${THREAD_ID}`]: async (request: Request) => {
        sent.push(await request.json());
        return { ...thread, version: 2 };
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    await chooseThreadAction("Змінити тему");
    const dialog = within(await screen.findByRole("dialog", { name: "Змінити тему" }));
    const title = dialog.getByRole("textbox", { name: "Питання до групи" });
    await userEvent.clear(title);
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await dialog.findByText("Напишіть питання")).toBeDefined();
    await userEvent.type(title, "Де укриття відчинені вночі?");
    await userEvent.click(dialog.getByRole("combobox", { name: "Для чого" }));
    const offered = await screen.findAllByRole("option");
    // What it was begun for stays among them; else there are two.
    expect(offered.map((one) => one.textContent)).toEqual(["Консультація", "Обговорення", "Оголошення"]);
    await userEvent.click(await screen.findByRole("option", { name: "Обговорення" }));
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(screen.queryByRole("dialog", { name: "Змінити тему" })).toBeNull());
    expect(sent).toEqual([{ title: "Де укриття відчинені вночі?", purpose: "deliberate" }]);
  });

  it("finds that also where nothing else of the thread is theirs to change", async () => {
    mockApi({ ...SERVED, [`GET /api/v1/threads/${THREAD_ID}`]: { ...TALK, allowed: ["read", "edit"] } });
    renderApp(`/threads/${THREAD_ID}`);
    await chooseThreadAction("Змінити тему");
    expect(await screen.findByRole("dialog", { name: "Змінити тему" })).toBeDefined();
    expect(screen.queryByRole("button", { name: "Закріпити вгорі списку" })).toBeNull();
  });

  it("alone is offered that", async () => {
    mockApi({ ...SERVED, [`GET /api/v1/threads/${THREAD_ID}`]: { ...TALK, allowed: ["read"] } });
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByRole("link", { name: "Мітка: укриття" });
    expect(screen.queryByRole("button", { name: "Закріпити вгорі списку" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Ще дії з темою" })).toBeNull();
  });
});
