import { readFileSync } from "node:fs";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { AccessOut, EmergencyRequestOut } from "@/api/generated/types.gen";
import { activateLocale } from "@/lib/language";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const THREAD = "01900000-0000-7000-8000-000000000001";
const GLASS = "01900000-0000-7000-8000-00000000000b";

function seen(id: string, change: Partial<AccessOut> = {}): AccessOut {
  return {
    id,
    at: "2026-11-25T10:05:00Z",
    way: "page",
    reader: { id: "person-1", name: { uk: "Олег Литвин", en: "Oleh Lytvyn" } },
    ground: {
      kind: "membership",
      organisation: { uk: "Поліція громади", en: "Community police" },
      position: { uk: "офіцер", en: "officer" },
    },
    what: { kind: "thread", title: { uk: "Укриття", en: "Shelters" }, url: `/threads/${THREAD}` },
    ...change,
  };
}

const ASKED: EmergencyRequestOut = {
  id: GLASS,
  asked_by: { id: "admin", name: { uk: "Ігор Бондар", en: "Ihor Bondar" }, gender: "masculine" },
  asked_as: "administrator",
  reason: "Загроза життю",
  answered_by: null,
  answered_as: null,
  since: null,
  until: null,
  standing: "asked",
  container_type: "thread",
  container_id: THREAD,
  title: null,
  url: null,
  group: { id: "group-1", name: { uk: "Безпека громади", en: "Community safety" } },
  asked_at: "2026-11-25T10:00:00Z",
  expires_at: "2026-11-25T14:00:00Z",
  note: "",
  ended_at: null,
  ended_by: null,
  missing: null,
  allowed: ["read", "approve", "refuse"],
};

/** The names that the description of the API lists for a field of a shape. */
function recorded(shape: string, field: string): string[] {
  const { components } = JSON.parse(readFileSync("../docs/openapi.json", "utf8"));
  return components.schemas[shape].properties[field].enum;
}

/** Something that the reader of the record may not see: its kind alone says what it is. */
function unseen(kind: string): AccessOut["what"] {
  return { kind: kind as AccessOut["what"]["kind"], title: null, url: null };
}

setupPageTest();

describe("who saw my data", () => {
  it("says who, for whom, what and in which ways, and shows older lines when asked", async () => {
    const hidden = seen("row-3", {
      ground: { kind: "administrator", organisation: null, position: null },
      what: { kind: "account", title: null, url: null },
      way: "list",
    });
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/me/access-record": (request: Request) =>
        new URL(request.url).searchParams.has("cursor")
          ? { items: [hidden], next_cursor: null }
          : { items: [seen("row-2", { way: "live" }), seen("row-1")], next_cursor: "older" },
    });
    renderApp("/settings/my-data/seen");
    const link = await screen.findByRole("link", { name: "Укриття" });
    expect(link.getAttribute("href")).toBe(`/threads/${THREAD}`);
    const [line, ...others] = within(screen.getByRole("main")).getAllByRole("listitem");
    expect(others).toEqual([]);
    expect(line?.textContent).toContain("Поліція громади, офіцер");
    expect(line?.textContent).toContain("(на сторінці, одразу, щойно з’явилося)");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Показати давніші" }));
    expect(await screen.findByText("Адмініструє систему")).toBeDefined();
    expect(screen.getByText("Обліковий запис")).toBeDefined();
  });

  it.each(["uk", "en"] as const)("has words for all that the server may record, in %s", async (language) => {
    await activateLocale(language);
    const warned = vi.spyOn(console, "warn");
    const items = [
      ...recorded("AccessedOut", "kind").map((kind) => seen(`kind ${kind}`, { what: unseen(kind) })),
      ...recorded("AccessGroundOut", "kind").map((kind) =>
        seen(`ground ${kind}`, {
          ground: { kind, organisation: null, position: null } as AccessOut["ground"],
          what: unseen("thread"),
        }),
      ),
      ...recorded("AccessOut", "way").map((way) =>
        seen(`way ${way}`, { way: way as AccessOut["way"], what: unseen("thread") }),
      ),
    ];
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/me": { ...ME, language },
      "GET /api/v1/me/access-record": { items, next_cursor: null },
    });
    renderApp("/settings/my-data/seen");
    await screen.findAllByText(/Олег Литвин|Oleh Lytvyn/);
    const lines = within(screen.getByRole("main")).getAllByRole("listitem");
    expect(lines).toHaveLength(items.length);
    for (const [place, line] of lines.entries()) {
      const [why, what] = [...line.querySelectorAll("p")].map((one) => one.textContent?.trim() ?? "");
      expect(why, items[place]?.id).toMatch(/^\p{L}{3}/u);
      expect(what, items[place]?.id).toMatch(/^\p{L}.+ \(\p{L}.+\)$/u);
    }
    expect(warned.mock.calls.flat().join(" ")).not.toContain("Uncompiled");
  });

  it("says that nothing is recorded", async () => {
    mockApi({ ...EMPTY_API, "GET /api/v1/me/access-record": { items: [], next_cursor: null } });
    renderApp("/settings/my-data/seen");
    expect(await screen.findByText("Записів немає")).toBeDefined();
  });

  it("tells the officer that they stand in it themselves, and nobody else anything", async () => {
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/people/person-9/access-record": { items: [seen("row-1")], next_cursor: null },
    });
    renderApp("/people/person-9/access-record");
    expect(await screen.findByText(/Ваш перегляд теж записано/)).toBeDefined();
    expect(screen.getByText("Олег Литвин")).toBeDefined();
  });

  it("finds people in the officer's care by name", async () => {
    const { asked } = mockApi({
      ...EMPTY_API,
      "GET /api/v1/data-subjects": {
        items: [{ id: "teacher", name: { uk: "Оксана Мельничук", en: "Oksana Melnychuk" } }],
        next_cursor: null,
      },
    });
    renderApp("/access-records");
    const way = await screen.findByRole("link", { name: "Оксана Мельничук" });
    expect(way.getAttribute("href")).toBe("/people/teacher/access-record");
    await userEvent.type(screen.getByRole("searchbox", { name: "Ім’я" }), "окс");
    await waitFor(() => expect(decodeURIComponent(asked.join(" "))).toContain("data-subjects?q=окс"));
    expect(await axeViolations()).toEqual([]);
  });

  it("hides the record of a person who is not in the reader's care", async () => {
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/people/person-9/access-record": new ProblemResponse(404, "not_found"),
    });
    renderApp("/people/person-9/access-record");
    expect(await screen.findByRole("heading", { level: 1 })).toBeDefined();
    expect(screen.queryByText(/Ваш перегляд/)).toBeNull();
  });
});

describe("emergency access", () => {
  it("is asked for by the address of a thread and a reason", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/break-glass": { items: [], next_cursor: null },
      [`GET /api/v1/break-glass/${GLASS}`]: { ...ASKED, allowed: ["read", "end"] },
      "POST /api/v1/break-glass": async (request: Request) => {
        sent.push(await request.json());
        return ASKED;
      },
    });
    renderApp("/break-glass");
    await userEvent.click(await screen.findByRole("button", { name: "Попросити доступ" }));
    const dialog = await screen.findByRole("dialog");
    const address = within(dialog).getByRole("textbox", { name: /Адреса/ });
    await userEvent.type(address, "просто слова");
    await userEvent.click(within(dialog).getByRole("button", { name: "Попросити" }));
    expect(await within(dialog).findByText("Це не адреса теми чи доручення")).toBeDefined();
    expect(sent).toEqual([]);
    expect(await axeViolations(document.body)).toEqual([]);
    await userEvent.clear(address);
    await userEvent.type(address, `https://viche.example/threads/${THREAD}?message=4`);
    await userEvent.type(within(dialog).getByRole("textbox", { name: /Чому/ }), "Загроза життю");
    await userEvent.click(within(dialog).getByRole("button", { name: "Попросити" }));
    expect(await screen.findByRole("button", { name: "Відкликати запит" })).toBeDefined();
    expect(sent).toEqual([{ container_type: "thread", container_id: THREAD, reason: "Загроза життю" }]);
  });

  it("names the field that the server refuses", async () => {
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/break-glass": { items: [], next_cursor: null },
      "POST /api/v1/break-glass": () =>
        Response.json(
          {
            type: "",
            title: "invalid",
            status: 422,
            detail: "",
            code: "invalid",
            errors: [{ pointer: "/reason", code: "blank", message: "Поясніть причину." }],
            request_id: "r",
          },
          { status: 422 },
        ),
    });
    renderApp("/break-glass");
    await userEvent.click(await screen.findByRole("button", { name: "Попросити доступ" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByRole("textbox", { name: /Адреса/ }), `/threads/${THREAD}`);
    await userEvent.click(within(dialog).getByRole("button", { name: "Попросити" }));
    expect(within(dialog).getByText("Напишіть причину")).toBeDefined();
    await userEvent.type(within(dialog).getByRole("textbox", { name: /Чому/ }), "Пожежа");
    await userEvent.click(within(dialog).getByRole("button", { name: "Попросити" }));
    expect(await within(dialog).findByText("Поясніть причину.")).toBeDefined();
    expect(document.activeElement).toBe(within(dialog).getByRole("textbox", { name: /Чому/ }));
  });

  it("waits for somebody else, who is told what it opens before they agree", async () => {
    const sent: unknown[] = [];
    let now: EmergencyRequestOut = ASKED;
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/break-glass": { items: [ASKED], next_cursor: null },
      [`GET /api/v1/break-glass/${GLASS}`]: () => now,
      [`POST /api/v1/break-glass/${GLASS}/approval`]: async (request: Request) => {
        sent.push(await request.json());
        const until = new Date(Date.now() + 3_600_000).toISOString();
        now = { ...ASKED, standing: "active", until, allowed: ["read", "end"] };
        return now;
      },
    });
    renderApp("/break-glass");
    expect(await screen.findByText("Чекає на вас")).toBeDefined();
    await userEvent.click(screen.getByRole("link", { name: "Ігор Бондар\u00a0· Безпека громади" }));
    await userEvent.click(await screen.findByRole("button", { name: "Погодити на годину" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText(/зможе лише читати, одну годину/)).toBeDefined();
    expect(await axeViolations(document.body)).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Погодити на годину" }));
    expect(await screen.findByText(/^Лишилося 60 хвилин$/)).toBeDefined();
    expect(screen.getByRole("button", { name: "Завершити зараз" })).toBeDefined();
    await waitFor(() => expect(sent).toEqual([{ note: "" }]));
  });

  it("says who is missing where nobody could answer, and the way out on the server", async () => {
    const missing = { uk: "координатор території", en: "" };
    const alone: EmergencyRequestOut = { ...ASKED, missing, allowed: ["read", "end"] };
    mockApi({ ...EMPTY_API, [`GET /api/v1/break-glass/${GLASS}`]: alone });
    renderApp(`/break-glass/${GLASS}`);
    expect(await screen.findByText(/^Підтвердити може координатор території, але/)).toBeDefined();
    expect(screen.getByText(`./viche manage approve_break_glass ${GLASS} "причина"`)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("says that a command on the server opened it, and why", async () => {
    const at = "2026-11-25T11:00:00Z";
    const opened: EmergencyRequestOut = { ...ASKED, standing: "over", since: at, note: "Нікого немає" };
    mockApi({ ...EMPTY_API, [`GET /api/v1/break-glass/${GLASS}`]: { ...opened, allowed: ["read"] } });
    renderApp(`/break-glass/${GLASS}`);
    expect(await screen.findByText(/^команда на сервері, 25 листопада/)).toBeDefined();
    expect(screen.getByText("Нікого немає")).toBeDefined();
  });

  it("is not for everybody", async () => {
    mockApi({ ...EMPTY_API, "GET /api/v1/break-glass": new ProblemResponse(403, "forbidden") });
    renderApp("/break-glass");
    expect(await screen.findByText(/Екстрений доступ — справа тих/)).toBeDefined();
  });
});
