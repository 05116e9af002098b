import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { BASE, GROUP, PATH } from "@/testing/members-samples";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const AROUND = {
  ...EMPTY_API,
  ...BASE,
  [`GET ${PATH}`]: { ...GROUP, role: "member", allowed: ["read", "start", "start_restricted"] },
  [`GET ${PATH}/threads`]: { items: [], pinned: [], next_cursor: null, seq: 0 },
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
};

async function begun() {
  renderApp(`/groups/${GROUP_ID}`);
  await userEvent.click(await screen.findByRole("button", { name: "Нова тема" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Нова тема" }));
  await userEvent.type(dialog.getByLabelText(/Питання до групи/), "Укриття");
  return { dialog, send: () => userEvent.click(dialog.getByRole("button", { name: "Відкрити тему" })) };
}

setupPageTest();

describe("a new thread", () => {
  it("asks for its question and first message, and folds away what few need", async () => {
    const sent: Record<string, unknown>[] = [];
    mockApi({
      ...AROUND,
      [`POST ${PATH}/threads`]: async (request: Request) => {
        sent.push(await request.json());
        return aThread({});
      },
    });
    const { dialog, send } = await begun();
    expect(dialog.queryByLabelText(/Мітки/)).toBeNull();
    expect(dialog.getByText("Уся група побачить тему й отримає сповіщення.")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await send();
    expect(dialog.getByText("Напишіть перше повідомлення")).toBeDefined();
    expect(sent).toEqual([]);
    await userEvent.type(dialog.getByLabelText("Перше повідомлення"), "Двері зачинені.");
    await send();
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ title: "Укриття", body: "Двері зачинені.", visibility: "group" });
  });

  it("is a discussion or an announcement", async () => {
    mockApi(AROUND);
    const { dialog } = await begun();
    await userEvent.click(dialog.getByRole("button", { name: "Ще" }));
    await userEvent.click(dialog.getByRole("combobox", { name: "Для чого" }));
    const offered = await screen.findAllByRole("option");
    expect(offered.map((one) => one.textContent)).toEqual(["Обговорення", "Оголошення"]);
  });

  it("is sent again under the same id while its words are the same", async () => {
    const ids: string[] = [];
    mockApi({
      ...AROUND,
      [`POST ${PATH}/threads`]: async (request: Request) => {
        ids.push((await request.json()).client_id);
        return new ProblemResponse(503, "unavailable");
      },
    });
    const { dialog, send } = await begun();
    await userEvent.type(dialog.getByLabelText("Перше повідомлення"), "Двері зачинені.");
    await send();
    await waitFor(() => expect(ids).toHaveLength(1));
    await send();
    await waitFor(() => expect(ids).toHaveLength(2));
    expect(ids[1]).toBe(ids[0]);
    await userEvent.type(dialog.getByLabelText("Перше повідомлення"), " Зовсім.");
    await send();
    await waitFor(() => expect(ids).toHaveLength(3));
    expect(ids[2]).not.toBe(ids[0]);
  });

  it("keeps its words where they would give somebody away, and asks before it closes then, too", async () => {
    const fields = [{ pointer: "/body", code: "phone", message: "Номер телефону", span: [0, 10] }];
    mockApi({ ...AROUND, [`POST ${PATH}/threads`]: new ProblemResponse(422, "personal_data", fields) });
    const { dialog, send } = await begun();
    await userEvent.type(dialog.getByLabelText("Перше повідомлення"), "0671234567");
    await send();
    await userEvent.click(await screen.findByRole("button", { name: "Перефразувати" }));
    expect(await screen.findByLabelText("Перше повідомлення")).toHaveProperty("value", "0671234567");
    await userEvent.keyboard("{Escape}");
    expect(screen.getByText("Закрити? Те, що ви заповнили, зникне.")).toBeDefined();
  });

  it("that is a draft shows its first message, which its author changes there", async () => {
    const draft = aThread({
      state: "draft",
      opened_at: null,
      allowed: ["read", "edit", "open", "mark_read"],
    });
    const first = aMessage(1);
    const own = { ...first, author: { ...first.author, person: { ...first.author.person, id: ME.id } } };
    mockApi({
      ...AROUND,
      [`GET /api/v1/threads/${THREAD_ID}`]: draft,
      [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([], 1), items: [own] },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const message = await screen.findByRole("article");
    await userEvent.click(within(message).getByRole("button", { name: /^Дії з повідомленням/ }));
    expect(await screen.findByRole("menuitem", { name: "Змінити" })).toBeDefined();
    expect(screen.getByText("Це чернетка теми. Писати можна, коли її відкриють.")).toBeDefined();
  });
});
