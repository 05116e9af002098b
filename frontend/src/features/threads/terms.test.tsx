import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ThreadOut } from "@/api/generated/types.gen";
import { BASE, GROUP, MEMBER, PATH } from "@/testing/members-samples";
import { aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const LEADER: ThreadOut["allowed"] = ["read", "post", "edit", "summarise", "close"];
const OVER = aThread({
  closes_on: "2020-01-15",
  closes_at: "2020-01-15T22:00:00Z",
  allowed: LEADER,
  version: 5,
});
const WORDS = "строк минув 15 січня 2020";

function around(thread: ThreadOut) {
  return {
    ...EMPTY_API,
    ...BASE,
    [`GET ${PATH}`]: { ...GROUP, role: "member" },
    [`GET ${PATH}/threads`]: { items: [thread], pinned: [], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([], 0),
  };
}

setupPageTest();

describe("the day until which a thread is open", () => {
  it("is told as over, by a sign and in words, in the list and at the head", async () => {
    mockApi(around({ ...OVER, allowed: ["read", "post"] }));
    renderApp(`/groups/${GROUP_ID}/threads`);
    const card = within(await screen.findByRole("region", { name: "Теми" }));
    const said = await card.findByText(WORDS);
    expect(said.querySelector("svg")).not.toBeNull();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(card.getByRole("link", { name: /Укриття/ }));
    const head = await screen.findByText(new RegExp(`Консультація.*${WORDS}`));
    expect(head.querySelector("svg")).not.toBeNull();
    expect(screen.queryByText(/Підбийте підсумок/)).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("has whoever leads sum up, as long as the thread stands open", async () => {
    let thread: ThreadOut = OVER;
    const sent: unknown[] = [];
    mockApi({
      ...around(OVER),
      [`GET /api/v1/threads/${THREAD_ID}`]: () => thread,
      [`POST /api/v1/threads/${THREAD_ID}/transitions`]: async (request: Request) => {
        sent.push(await request.json(), request.headers.get("If-Match"));
        thread = { ...OVER, state: "summarising", version: 6, allowed: ["read", "post", "close"] };
        return thread;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(/Строк теми минув 15 січня 2020, а писати в ній ще можна/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Готувати підсумок" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Готувати підсумок" }));
    expect(sent).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Готувати підсумок" }));
    await waitFor(() => expect(screen.queryByText(/Строк теми минув/)).toBeNull());
    expect(screen.queryByText(new RegExp(WORDS))).toBeNull();
    expect(sent).toEqual([{ to: "summarising" }, '"5"']);
  });

  it("is told as before while it lasts", async () => {
    mockApi(around({ ...OVER, closes_on: "2120-01-15", closes_at: "2120-01-15T22:00:00Z" }));
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(/відкрито до 15 січня 2120/)).toBeDefined();
    expect(screen.queryByText(/Підбийте підсумок/)).toBeNull();
  });
});

describe("the day on which a draft opens", () => {
  const LATER = { ...MEMBER, id: "seat-2", mandate_id: "mandate-2" };

  it("is set with the last one and with whoever leads, as the thread is begun", async () => {
    const user = userEvent.setup();
    const sent: object[] = [];
    mockApi({
      ...around(OVER),
      [`GET ${PATH}`]: { ...GROUP, role: "member", allowed: ["read", "start"] },
      [`GET ${PATH}/members`]: { items: [MEMBER, { ...LATER, role: "observer" }] },
      [`POST ${PATH}/threads`]: async (request: Request) => {
        sent.push(await request.json());
        return OVER;
      },
    });
    renderApp(`/groups/${GROUP_ID}`);
    await user.click(await screen.findByRole("button", { name: "Нова тема" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Нова тема" }));
    await user.type(dialog.getByLabelText(/Питання до групи/), "Укриття");
    await user.click(dialog.getByRole("button", { name: "Ще" }));
    await user.type(dialog.getByLabelText(/Відкрита до/), "15.01.2120");
    expect(dialog.queryByLabelText(/Відкрити з/)).toBeNull();
    await user.click(dialog.getByLabelText("Поки що зберегти як чернетку"));
    await user.type(dialog.getByLabelText(/Відкрити з/), "10.01.2120");
    await user.click(dialog.getByRole("combobox", { name: "Хто вестиме тему" }));
    await user.click(await screen.findByRole("option", { name: "Олег Мороз, Відділ поліції" }));
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Зберегти чернетку" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({
      opens_on: "2120-01-10",
      closes_on: "2120-01-15",
      facilitator: "mandate-1",
      draft: true,
    });
  });

  it("is told in the list and at the head, and may be taken away", async () => {
    const user = userEvent.setup();
    const sent: unknown[] = [];
    const draft = aThread({
      state: "draft",
      opened_at: null,
      opens_on: "2120-01-10",
      allowed: ["read", "edit", "open"],
    });
    mockApi({
      ...around(draft),
      [`PATCH /api/v1/threads/${THREAD_ID}`]: async (request: Request) => {
        sent.push(await request.json());
        return draft;
      },
    });
    renderApp(`/groups/${GROUP_ID}/threads`);
    const card = within(await screen.findByRole("region", { name: "Теми" }));
    expect(await card.findByText("відкриється 10 січня 2120")).toBeDefined();
    await user.click(card.getByRole("link", { name: /Укриття/ }));
    expect(await screen.findByText(/чернетка, відкриється 10 січня 2120/)).toBeDefined();
    expect(screen.getByText(/Вона відкриється сама 10 січня 2120/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await chooseThreadAction("Змінити тему", user);
    const dialog = within(await screen.findByRole("dialog", { name: "Змінити тему" }));
    await user.clear(dialog.getByLabelText(/Відкрити з/));
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toEqual([{ opens_on: null }]));
  });
});
