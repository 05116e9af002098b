import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ExportOut, MyDataOut, RequestOut } from "@/api/generated/types.gen";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const COPY: ExportOut = {
  id: "copy-1",
  state: "working",
  asked_at: "2026-11-25T08:00:00Z",
  parts: 18,
  parts_done: 7,
  size: 0,
  sha256: "",
  ready_at: null,
  expires_at: null,
};

const REQUEST: RequestOut = {
  id: "request-1",
  person: { id: "person-1", name: { uk: "Оксана Мельничук", en: "Oksana Melnychuk" } },
  kind: "erasure",
  channel: "written",
  state: "in_progress",
  text: "",
  document: "Лист № 12 від 01.11.2026",
  document_file: "scan-1",
  answer: "",
  objection: "",
  removes_messages: false,
  received_at: "2026-11-01T08:00:00Z",
  due_at: "2026-12-01T08:00:00Z",
  erase_at: null,
  closed_at: null,
  steps: [],
  steps_open: ["answered", "refused"],
  waits_for_second: false,
  allowed: ["read", "handle"],
  version: 3,
};

function myData(change: Partial<MyDataOut> = {}): MyDataOut {
  return {
    holdings: [
      {
        name: "accounts.person",
        title: { uk: "Обліковий запис", en: "Account" },
        purpose: { uk: "Щоб знати, хто бере участь.", en: "To know who takes part." },
        recipients: { uk: "Учасники груп.", en: "Members of groups." },
      },
    ],
    export: null,
    erasure: null,
    hindrances: [],
    cool_off_days: 7,
    is_officer: false,
    seq: 0,
    ...change,
  };
}

const BASE = {
  ...EMPTY_API,
  "GET /api/v1/me/data": myData(),
  "GET /api/v1/me/data/requests": { items: [], next_cursor: null },
};

setupPageTest();

describe("my data", () => {
  it("says what is held and gathers a copy of it", async () => {
    const asked: string[] = [];
    let last: ExportOut | null = null;
    mockApi({
      ...BASE,
      "GET /api/v1/me/data": () => myData({ export: last }),
      "POST /api/v1/me/data/exports": () => {
        asked.push("copy");
        last = COPY;
        return COPY;
      },
    });
    renderApp("/settings/my-data");
    await userEvent.click(await screen.findByRole("button", { name: "Замовити копію" }));
    expect(await screen.findByText("Збираємо: 7 із 18 розділів")).toBeDefined();
    const bar = screen.getByRole<HTMLProgressElement>("progressbar", { name: "Копію зібрано" });
    expect([bar.value, bar.max]).toEqual([7, 18]);
    expect(screen.queryByRole("button", { name: "Замовити копію" })).toBeNull();
    expect(screen.getByText("Хто отримує: Учасники груп.")).toBeDefined();
    expect(asked).toEqual(["copy"]);
    expect(await axeViolations()).toEqual([]);
  });

  it("tells what erasure means before it asks, and has a way back", async () => {
    const sent: unknown[] = [];
    const waiting = { ...REQUEST, channel: "self" as const, erase_at: "2026-12-02T08:00:00Z" };
    let erasure: RequestOut | null = null;
    mockApi({
      ...BASE,
      "GET /api/v1/me/data": () => myData({ erasure }),
      "POST /api/v1/me/data/erasure": async (request: Request) => {
        sent.push(await request.json());
        erasure = waiting;
        return waiting;
      },
      "DELETE /api/v1/me/data/erasure": () => {
        erasure = null;
        return null;
      },
    });
    renderApp("/settings/my-data");
    await userEvent.click(await screen.findByRole("button", { name: "Стерти мене…" }));
    const dialog = await screen.findByRole("dialog", { name: "Стерти мене?" });
    expect(within(dialog).getByText("Після стирання повернути нічого не можна.")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(dialog).getByRole("checkbox", { name: /тексти моїх повідомлень/ }));
    await userEvent.click(within(dialog).getByRole("button", { name: "Стерти через 7 днів" }));
    await userEvent.click(await screen.findByRole("button", { name: "Скасувати стирання" }));
    expect(await screen.findByRole("button", { name: "Стерти мене…" })).toBeDefined();
    expect(sent).toEqual([{ removes_messages: true }]);
  });

  it("names what has to be settled first", async () => {
    const text = { uk: "Іншого адміністратора немає", en: "No other administrator" };
    const hindrances = [{ code: "last_administrator", text, url: "/people" }];
    mockApi({ ...BASE, "GET /api/v1/me/data": myData({ hindrances }) });
    renderApp("/settings/my-data");
    const link = await screen.findByRole("link", { name: text.uk });
    expect(link.getAttribute("href")).toBe("/people");
    expect(screen.queryByRole("button", { name: "Стерти мене…" })).toBeNull();
  });
});

describe("the officer's register", () => {
  it("leads a request to its end, and warns before it erases", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/subject-requests": { items: [REQUEST], next_cursor: null },
      [`GET /api/v1/subject-requests/${REQUEST.id}`]: REQUEST,
      [`POST /api/v1/subject-requests/${REQUEST.id}/transitions`]: async (request: Request) => {
        sent.push([await request.json(), request.headers.get("If-Match")]);
        return { ...REQUEST, state: "answered", closed_at: "2026-11-25T08:00:00Z", steps_open: [] };
      },
    });
    renderApp("/subject-requests");
    await userEvent.click(await screen.findByRole("link", { name: "Стирання\u00a0· Оксана Мельничук" }));
    expect(await screen.findByText("Лист № 12 від 01.11.2026")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Відповісти" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText(/Стирання має підтвердити ще одна людина/)).toBeDefined();
    await userEvent.type(within(dialog).getByRole("textbox", { name: "Відповідь людині" }), "Стерто");
    await userEvent.click(within(dialog).getByRole("button", { name: "Попросити підтвердження" }));
    await waitFor(() => expect(sent).toEqual([[{ to: "answered", note: "Стерто" }, '"3"']]));
  });

  it("is not for everybody", async () => {
    mockApi({ ...BASE, "GET /api/v1/subject-requests": new ProblemResponse(403, "forbidden") });
    renderApp("/subject-requests");
    expect(await screen.findByText("Реєстр веде відповідальна особа із захисту даних")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });
});
