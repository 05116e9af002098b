import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ThreadOut } from "@/api/generated/types.gen";
import { BASE, GROUP, PATH } from "@/testing/members-samples";
import { aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const DRAFT = aThread({
  state: "draft",
  opened_at: null,
  audience_size: 2,
  allowed: ["read", "edit", "open"],
  version: 3,
});

function around(thread: ThreadOut) {
  return {
    ...EMPTY_API,
    ...BASE,
    [`GET ${PATH}`]: { ...GROUP, role: "member", allowed: ["read", "start", "start_restricted"] },
    [`GET ${PATH}/threads`]: { items: [thread], pinned: [], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([], 0),
  };
}

setupPageTest();

describe("whoever begins a thread", () => {
  it("saves it as a draft first, and reads who sees that", async () => {
    const user = userEvent.setup();
    const sent: object[] = [];
    mockApi({
      ...around(DRAFT),
      [`POST ${PATH}/threads`]: async (request: Request) => {
        sent.push(await request.json());
        return DRAFT;
      },
    });
    renderApp(`/groups/${GROUP_ID}`);
    await user.click(await screen.findByRole("button", { name: "Нова тема" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Нова тема" }));
    await user.type(dialog.getByLabelText(/Питання до групи/), "Укриття");
    await user.type(dialog.getByLabelText("Перше повідомлення"), "Двері зачинені.");
    await user.click(dialog.getByRole("button", { name: "Ще" }));
    expect(dialog.queryByText(/Чернетку бачитим/)).toBeNull();
    await user.click(dialog.getByLabelText("Поки що зберегти як чернетку"));
    expect(dialog.getByText(/бачитимуть лише ви й ті, хто веде групу/)).toBeDefined();
    expect(dialog.getByText(/Перше повідомлення чекатиме в ній/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Зберегти чернетку" }));
    expect(await screen.findByText(/Це чернетка: її бачать лише ті, хто веде тему чи групу/)).toBeDefined();
    const client_id = expect.any(String);
    const said = { body: "Двері зачинені.", client_id };
    expect(sent).toEqual([
      { title: "Укриття", purpose: "deliberate", visibility: "group", draft: true, ...said },
    ]);
  });

  it("announces no draft of a restricted one, which they alone see", async () => {
    const user = userEvent.setup();
    mockApi(around(DRAFT));
    renderApp(`/groups/${GROUP_ID}`);
    await user.click(await screen.findByRole("button", { name: "Нова тема" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Нова тема" }));
    await user.click(dialog.getByRole("button", { name: "Ще" }));
    const announced = "Названі, а решта групи знає, що тема є";
    await user.click(dialog.getByLabelText(announced));
    await user.click(dialog.getByLabelText("Поки що зберегти як чернетку"));
    expect(dialog.queryByLabelText(announced)).toBeNull();
    expect(dialog.getByLabelText("Лише названі")).toHaveProperty("checked", true);
    expect(dialog.getByText(/бачитимете лише ви\. Названі/)).toBeDefined();
  });
});

describe("a draft of a thread", () => {
  it("stands as one in the list, and is opened at its head", async () => {
    const user = userEvent.setup();
    let thread: ThreadOut = DRAFT;
    const sent: unknown[] = [];
    mockApi({
      ...around(DRAFT),
      [`GET /api/v1/threads/${THREAD_ID}`]: () => thread,
      [`POST /api/v1/threads/${THREAD_ID}/transitions`]: async (request: Request) => {
        sent.push(await request.json(), request.headers.get("If-Match"));
        thread = { ...DRAFT, state: "open", audience_size: 14, version: 4, allowed: ["read", "post"] };
        return thread;
      },
    });
    renderApp(`/groups/${GROUP_ID}/threads`);
    const card = within(await screen.findByRole("region", { name: "Теми" }));
    const line = await card.findByRole("link", { name: /Укриття.*чернетка/ });
    await user.click(line);
    expect(await screen.findByText("Бачать лише ті, хто веде: 2 людини")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Відкрити тему" }));
    expect(await screen.findByText("Бачить уся група: 14 людей")).toBeDefined();
    expect(screen.queryByText(/Це чернетка/)).toBeNull();
    expect(sent).toEqual([{ to: "open" }, '"3"']);
  });

  it("is opened by nobody but those who lead it", async () => {
    mockApi(around({ ...DRAFT, visibility: "restricted", audience_size: 1, allowed: ["read"] }));
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(/Це чернетка: її бачите лише ви/)).toBeDefined();
    expect(screen.getByText("Бачать лише ті, хто веде: 1 людина")).toBeDefined();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Відкрити тему" })).toBeNull());
  });
});
