import { onlineManager } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { HitOut } from "@/api/generated/types.gen";
import { activateLocale } from "@/lib/language";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const GROUP = { id: "group-1", name: { uk: "Безпечна громада", en: "Safe community" } };

const HIT: HitOut = {
  id: "message-1",
  kind: "message",
  title: { uk: [{ text: "Укриття для всіх", hit: false }], en: [] },
  snippet: [
    { text: "…", hit: false },
    { text: "Пандуса", hit: true },
    { text: " немає", hit: false },
  ],
  url: "/threads/thread-1?message=3",
  at: "2026-11-20T10:00:00Z",
  person: { id: "p-1", name: { uk: "Ірина Савчук", en: "Iryna Savchuk" } },
  organisation: { id: "o-1", name: { uk: "Ліцей № 1", en: "" } },
  group: GROUP,
  number: 3,
  state: null,
};

const page = (items: HitOut[], more: object = {}) => ({ items, next_cursor: null, similar: false, ...more });
const SERVED = {
  ...EMPTY_API,
  "GET /api/v1/groups": { items: [], next_cursor: null },
  "GET /api/v1/organisations": { items: [], next_cursor: null },
};

setupPageTest();

const field = () => screen.findByRole("searchbox", { name: "Що знайти" });

describe("search", () => {
  it("says how to look before anything is typed, with the keyboard in the field", async () => {
    mockApi(SERVED);
    renderApp("/search");
    expect(await screen.findByText("Напишіть слово чи кілька")).toBeDefined();
    expect(document.activeElement).toBe(await field());
    expect(await axeViolations()).toEqual([]);
  });

  it("names one of each kind in English, too", async () => {
    await activateLocale("en");
    const kinds: HitOut["kind"][] = ["message", "thread", "action", "file"];
    const hits = kinds.map((kind) => ({ ...HIT, id: kind, kind, person: null, organisation: null }));
    const me = { ...ME, language: "en" as const };
    mockApi({ ...SERVED, "GET /api/v1/me": me, "GET /api/v1/search": page(hits) });
    renderApp("/search?q=ramp");
    for (const name of ["Message", "Thread", "Action item", "File"])
      expect(await screen.findByText(`${name} · Safe community`)).toBeDefined();
    await activateLocale("uk");
  });

  it("shows the number and state of an action item, and the number of a message beside its time", async () => {
    const action: HitOut = { ...HIT, id: "action-1", kind: "action", number: 5, state: "in_progress" };
    mockApi({ ...SERVED, "GET /api/v1/search": page([action, HIT]) });
    renderApp(`/search?q=${encodeURIComponent("№ 5")}`);
    const item = (await screen.findByRole("link", { name: /№.5 Укриття для всіх/ })).closest("li");
    expect(item?.textContent).toContain("У роботі");
    const message = screen.getByRole("link", { name: "Укриття для всіх" }).closest("li");
    expect(message?.querySelector("time")?.parentElement?.textContent).toMatch(/^#3 · /);
  });

  it("shows what it has no word for as a plain link, such as a kind that only a newer server knows", async () => {
    const newer = { ...HIT, id: "newer", kind: "poll" as HitOut["kind"], url: "/polls/1" };
    mockApi({ ...SERVED, "GET /api/v1/search": page([newer, HIT]) });
    renderApp("/search?q=пандус");
    const links = await screen.findAllByRole("link", { name: "Укриття для всіх" });
    expect(links.map((one) => one.getAttribute("href"))).toEqual(["/polls/1", HIT.url]);
    expect(screen.getByText("Ірина Савчук · Ліцей № 1 · Безпечна громада")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("asks once typing pauses, keeps the question in the address and marks the words", async () => {
    const { asked } = mockApi({ ...SERVED, "GET /api/v1/search": page([HIT]) });
    renderApp("/search");
    await userEvent.type(await field(), "пандус");
    const link = await screen.findByRole("link", { name: "Укриття для всіх" });
    expect(link.getAttribute("href")).toBe("/threads/thread-1?message=3");
    expect(screen.getByText("Пандуса").tagName).toBe("MARK");
    expect(screen.getByText("Повідомлення · Ірина Савчук · Ліцей № 1 · Безпечна громада")).toBeDefined();
    expect(new URLSearchParams(window.location.search).get("q")).toBe("пандус");
    expect(asked.filter((one) => one.includes("/search?"))).toHaveLength(1);
    expect(screen.getByText("Показано 1 результат").closest("[role=status]")).not.toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("begins from an address, is narrowed by kind, and goes on from page to page", async () => {
    const more = { ...HIT, id: "message-2", title: { uk: [{ text: "Друга тема", hit: false }], en: [] } };
    const { asked } = mockApi({
      ...SERVED,
      "GET /api/v1/search": (request: Request) =>
        new URL(request.url).searchParams.get("cursor") ? page([more]) : page([HIT], { next_cursor: "more" }),
    });
    renderApp("/search?q=пандус&days=30");
    await userEvent.click(await screen.findByRole("button", { name: "Показати давніші" }));
    expect(await screen.findByRole("link", { name: "Друга тема" })).toBeDefined();
    const kinds = within(screen.getByRole("group", { name: "Що саме" }));
    await userEvent.click(kinds.getByRole("button", { name: "Файли" }));
    expect(await kinds.findByRole("button", { name: "Файли", pressed: true })).toBeDefined();
    const last = new URLSearchParams(asked.at(-1)?.split("?")[1]);
    expect(last.get("kind")).toBe("file");
    expect(last.get("since")).toMatch(/^\d{4}-/);
  });

  it("asks for everything where an address names a kind that no feature declares", async () => {
    const { asked } = mockApi({ ...SERVED, "GET /api/v1/search": page([HIT]) });
    renderApp("/search?q=пандус&kind=room");
    const kinds = within(await screen.findByRole("group", { name: "Що саме" }));
    expect(kinds.getByRole("button", { name: "Усе", pressed: true })).toBeDefined();
    await waitFor(() => expect(asked.some((one) => one.startsWith("GET /api/v1/search?"))).toBe(true));
    expect(asked.filter((one) => one.includes("kind=room"))).toEqual([]);
  });

  it("is narrowed to somebody by their name, and to an organisation, in no group at all", async () => {
    const person = { id: "p-2", name: { uk: "Оксана Мельничук", en: "Oksana Melnychuk" } };
    const lyceum = {
      id: "0190-lyceum",
      name: { uk: "Ліцей № 2", en: "Lyceum No. 2" },
      short_name: { uk: "Ліцей № 2", en: "Lyceum No. 2" },
      sector: "education",
    };
    const { asked } = mockApi({
      ...SERVED,
      "GET /api/v1/organisations": { items: [lyceum], next_cursor: null },
      "GET /api/v1/organisations/0190-lyceum": lyceum,
      "GET /api/v1/search": (request: Request) =>
        new URL(request.url).searchParams.get("kind") === "person"
          ? page([{ ...HIT, id: "mandate-1", kind: "person", person }])
          : page([HIT]),
    });
    renderApp("/search?q=пандус");
    const user = userEvent.setup();
    const author = await screen.findByRole("combobox", { name: "Хто" });
    await user.click(author);
    await user.type(author, "мельн");
    await user.click(await screen.findByRole("option", { name: "Оксана Мельничук" }));
    expect(author).toHaveProperty("value", "Оксана Мельничук");
    const organisation = screen.getByRole("combobox", { name: "Організація" });
    await user.click(organisation);
    await user.click(await screen.findByRole("option", { name: "Ліцей № 2" }));
    await waitFor(() => {
      const last = new URLSearchParams(asked.findLast((one) => one.includes("author="))?.split("?")[1]);
      expect([last.get("author"), last.get("organisation")]).toEqual(["p-2", "0190-lyceum"]);
    });
    expect(await axeViolations()).toEqual([]);
    await user.click(author);
    await user.click(await screen.findByRole("option", { name: "Будь-хто" }));
    await waitFor(() => expect(window.location.search).not.toContain("author"));
  });

  it("says whom an address means by what they said", async () => {
    mockApi({ ...SERVED, "GET /api/v1/search": page([HIT]) });
    renderApp("/search?q=пандус&author=p-1");
    expect(await screen.findByDisplayValue("Ірина Савчук")).toBeDefined();
  });

  it("looks from one day to another, both with them", async () => {
    const { asked } = mockApi({ ...SERVED, "GET /api/v1/search": page([HIT]) });
    renderApp("/search?q=пандус&days=30");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("combobox", { name: "Коли" }));
    await user.click(await screen.findByRole("option", { name: "Від дати до дати" }));
    await user.type(await screen.findByRole("textbox", { name: "Від" }), "01.11.2026");
    await user.type(screen.getByRole("textbox", { name: "До (включно)" }), "20.11.2026");
    await waitFor(() => {
      const last = new URLSearchParams(asked.at(-1)?.split("?")[1]);
      expect([last.get("since"), last.get("before")]).toEqual([
        "2026-10-31T22:00:00.000Z",
        "2026-11-20T22:00:00.000Z",
      ]);
    });
    expect(window.location.search).toContain("from=2026-11-01");
    expect(window.location.search).not.toContain("days");
    expect(await axeViolations()).toEqual([]);
    await user.clear(screen.getByRole("textbox", { name: "До (включно)" }));
    await user.type(screen.getByRole("textbox", { name: "До (включно)" }), "20.10.2026");
    expect(await screen.findByText("Ця дата раніша за першу")).toBeDefined();
  });

  it("says that only similar words stand anywhere", async () => {
    mockApi({ ...SERVED, "GET /api/v1/search": page([HIT], { similar: true }) });
    renderApp("/search?q=пандсу");
    expect(await screen.findByText("За «пандсу» точних збігів немає. Ось схоже.")).toBeDefined();
  });

  it("says that nothing was found", async () => {
    mockApi({ ...SERVED, "GET /api/v1/search": page([], { similar: true }) });
    renderApp("/search?q=кіт");
    expect(await screen.findByText("Нічого не знайдено")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("takes signs alone for no question, and says why another is refused", async () => {
    const fault = (code: string) => [{ pointer: "/q", code, message: "Шукайте менше слів за раз." }];
    mockApi({ ...SERVED, "GET /api/v1/search": new ProblemResponse(400, "bad_query", fault("no_word")) });
    renderApp("/search?q=……");
    expect(await screen.findByText("Напишіть слово чи кілька")).toBeDefined();
    mockApi({
      ...SERVED,
      "GET /api/v1/search": new ProblemResponse(400, "bad_query", fault("too_many_words")),
    });
    await userEvent.type(await field(), " а б в г");
    expect(await screen.findByText("Шукайте менше слів за раз.")).toBeDefined();
  });

  it("opens by its key where the page has no filter of its own", async () => {
    mockApi(SERVED);
    renderApp("/settings");
    await screen.findByRole("heading", { level: 1, name: "Налаштування" });
    await userEvent.keyboard("/");
    expect(await field()).toBeDefined();
  });

  it("tells results of one title apart, and says when a question waits for a line", async () => {
    mockApi({ ...SERVED, "GET /api/v1/search": page([HIT]) });
    renderApp("/search?q=пандус");
    const link = await screen.findByRole("link", { name: "Укриття для всіх" });
    const about = document.getElementById(link.getAttribute("aria-describedby") ?? "");
    expect(about?.textContent).toContain("…Пандуса немає");
    onlineManager.setOnline(false);
    await userEvent.type(await field(), "и");
    expect(await screen.findByText(/Немає зв’язку: пошук почнеться/)).toBeDefined();
    onlineManager.setOnline(true);
  });
});
