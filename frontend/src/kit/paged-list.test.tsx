import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { WithdrawnMarkOut } from "@/api/generated/types.gen";
import { BASE, DEPUTY, GROUP, MANDATE, ORGANISATION, PATH, RESTING } from "@/testing/members-samples";
import { aThread, GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const OLDER = "Показати давніші";

/** One row for each page, as if a page held no more. */
const paged =
  <Row,>(first: Row, second: Row) =>
  (request: Request) =>
    new URL(request.url).searchParams.get("cursor") === "more"
      ? { items: [second], next_cursor: null, seq: 0 }
      : { items: [first], next_cursor: "more", seq: 0 };

const named = (uk: string) => ({ uk, en: "" });
const SERVED = { ...EMPTY_API, ...BASE };

setupPageTest();

async function goesOn(words: string, button = OLDER) {
  const more = await screen.findByRole("button", { name: button });
  expect(screen.queryByText(words)).toBeNull();
  await userEvent.click(more);
  expect(await screen.findByText(words)).toBeDefined();
  expect(screen.queryByRole("button", { name: button })).toBeNull();
}

describe("long lists of a group go on as far as they are long:", () => {
  it("its seats", async () => {
    const last = { ...RESTING, id: "seat-101", person: { ...DEPUTY, name: named("Ганна Швець") } };
    mockApi({ ...SERVED, [`GET ${PATH}/seats`]: paged(RESTING, last) });
    renderApp(`/groups/${GROUP_ID}/members`);
    await goesOn("Ганна Швець");
    expect(await axeViolations()).toEqual([]);
  });

  it("and what could not be loaded of its seats is said", async () => {
    mockApi({ ...SERVED, [`GET ${PATH}/seats`]: new ProblemResponse(500, "broken") });
    renderApp(`/groups/${GROUP_ID}/members`);
    const card = within(await screen.findByRole("region", { name: "Зараз не за столом" }));
    expect(await card.findByText("Не вдалося завантажити")).toBeDefined();
  });

  it("its roles, each with who from what to what, by whom and why", async () => {
    const { person, organisation, position, since } = RESTING;
    const facts = { at: since, membership_id: "seat-1", person, organisation, position, reason: "" };
    const came = { ...facts, before: null, after: "member", by: null, taken_over_from: DEPUTY };
    const changed = { ...facts, before: "member", after: "secretary", by: DEPUTY, taken_over_from: null };
    const left = { ...changed, before: "secretary", after: null, reason: "Переїзд" };
    const [last, middle, first] = [
      { ...left, id: "e-0" },
      { ...changed, id: "e-1" },
      { ...came, id: "e-2" },
    ];
    mockApi({
      ...SERVED,
      [`GET ${PATH}/role-history`]: (request: Request) =>
        new URL(request.url).searchParams.get("cursor") === "more"
          ? { items: [first], next_cursor: null }
          : { items: [last, middle], next_cursor: "more" },
    });
    renderApp(`/groups/${GROUP_ID}/members`);
    const name = person.name.uk;
    const card = within(await screen.findByRole("region", { name: "Історія ролей" }));
    expect(await card.findByText(`Більше не за столом: ${name}, секретарка`)).toBeDefined();
    expect(card.getByText("Причина: Переїзд")).toBeDefined();
    expect(card.getByText(`Нова роль: ${name}, секретарка (раніше учасниця)`)).toBeDefined();
    expect(card.getAllByText(`Хто вніс зміну: ${DEPUTY.name.uk}`)).toHaveLength(2);
    await goesOn(`За столом: ${name}, учасниця`);
    expect(card.getByText(`Посада перейшла від: ${DEPUTY.name.uk}`)).toBeDefined();
    expect(card.getByText("Зміну внесла система")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("its steps", async () => {
    const step = { id: "s", before: "suspended", after: "active", reason: "Знову", at: RESTING.since };
    const first = { ...step, id: "s-101", reason: "Найперше", person: null };
    mockApi({
      ...SERVED,
      [`GET ${PATH}`]: { ...GROUP, allowed: ["read", "edit"] },
      [`GET ${PATH}/transitions`]: paged({ ...step, person: null }, first),
    });
    renderApp(`/groups/${GROUP_ID}/settings`);
    await goesOn("Найперше");
  });

  it("its subgroups", async () => {
    const below = {
      ...GROUP,
      id: "below",
      name: named("Перша підгрупа"),
      reads: true,
      sectors: [],
      missing: [],
    };
    const last = { ...below, id: "last", name: named("Остання підгрупа") };
    mockApi({ ...SERVED, "GET /api/v1/groups/directory": paged(below, last) });
    renderApp(`/groups/${GROUP_ID}`);
    await goesOn("Остання підгрупа", "Показати ще");
  });

  it("its threads, and the count says that there are more", async () => {
    const thread = aThread({ title: named("Нова тема") });
    const old = { ...thread, id: "old", title: named("Давня тема") };
    const member = { ...GROUP, role: "member" };
    mockApi({ ...SERVED, [`GET ${PATH}`]: member, [`GET ${PATH}/threads`]: paged(thread, old) });
    renderApp(`/groups/${GROUP_ID}/threads`);
    await goesOn("Давня тема");
    expect(screen.getByText("Нова тема")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("its threads, where nothing waits in a muted one", async () => {
    const unread = { ranges: [], unread: 5, first_unread: 1 };
    const muted = aThread({ id: "muted", attention: "muted", message_count: 5, reading: unread });
    const loud = aThread({ id: "loud", title: named("Освітлення"), message_count: 5, reading: unread });
    mockApi({
      ...SERVED,
      [`GET ${PATH}`]: { ...GROUP, role: "member" },
      [`GET ${PATH}/threads`]: { items: [muted, loud], next_cursor: null, seq: 0 },
    });
    renderApp(`/groups/${GROUP_ID}/threads`);
    const quiet = await screen.findByRole("link", { name: /Укриття/ });
    expect(within(quiet).getByRole("img", { name: "без сповіщень" })).toBeDefined();
    expect(quiet.textContent).not.toContain("5");
    expect(screen.getByRole("link", { name: /Освітлення/ }).textContent).toContain("5");
  });
});

describe("long lists of an organisation go on as far as they are long:", () => {
  const MARK: WithdrawnMarkOut = {
    id: "mark-1",
    document: "Витяг № 5",
    verified_at: "2025-01-01T08:00:00Z",
    verified_by: null,
    withdrawn_at: "2026-01-01T08:00:00Z",
    withdrawn_by: null,
    reason: "Помилка",
  };
  const seen = { ...ORGANISATION, allowed: ["read", "see_record"] };
  const nothing = { items: [], next_cursor: null };
  const PLACE = {
    ...SERVED,
    "GET /api/v1/organisations?parent=org-1": nothing,
    "GET /api/v1/organisations/org-1": seen,
    "GET /api/v1/organisations/org-1/mandates": nothing,
    "GET /api/v1/organisations/org-1/administrators": nothing,
    "GET /api/v1/organisations/org-1/verification": nothing,
  };

  it("its representatives", async () => {
    const last = { ...MANDATE, id: "mandate-101", person: { ...DEPUTY, name: named("Ганна Швець") } };
    mockApi({ ...PLACE, "GET /api/v1/organisations/org-1/mandates": paged(MANDATE, last) });
    renderApp("/organisations/org-1");
    await goesOn("Ганна Швець");
    expect(await axeViolations()).toEqual([]);
  });

  it("its units", async () => {
    const unit = { ...ORGANISATION, id: "unit-1", name: named("Перший відділ") };
    const last = { ...unit, id: "unit-51", name: named("Останній відділ") };
    const units = paged(unit, last);
    const more = "GET /api/v1/organisations?parent=org-1&cursor=more";
    mockApi({ ...PLACE, "GET /api/v1/organisations?parent=org-1": units, [more]: units });
    renderApp("/organisations/org-1");
    await goesOn("Останній відділ", "Показати ще");
  });

  it("and what could not be loaded is said, not left out", async () => {
    const broken = new ProblemResponse(500, "broken");
    mockApi({
      ...PLACE,
      "GET /api/v1/organisations?parent=org-1": broken,
      "GET /api/v1/organisations/org-1": { ...seen, allowed: [...seen.allowed, "set_administrators"] },
      "GET /api/v1/organisations/org-1/verification": broken,
      "GET /api/v1/personal-invitations?about=org-1": broken,
    });
    renderApp("/organisations/org-1");
    for (const name of ["Підрозділи", "Перевірка", "Запрошення листом"]) {
      const card = within(await screen.findByRole("region", { name }));
      expect(await card.findByText("Не вдалося завантажити")).toBeDefined();
    }
    expect(await axeViolations()).toEqual([]);
  });

  it("the marks that were taken from it", async () => {
    const first = { ...MARK, id: "mark-101", document: "Витяг № 1" };
    mockApi({ ...PLACE, "GET /api/v1/organisations/org-1/verification": paged(MARK, first) });
    renderApp("/organisations/org-1");
    await goesOn("Витяг № 1");
  });
});

describe("what the reader asks for", () => {
  const REQUEST = {
    id: "request-1",
    group: { id: GROUP_ID, name: named("Безпека громади") },
    person: DEPUTY,
    organisation: ORGANISATION,
    role: "member",
    position: named("лікарка"),
    words: "",
    state: "declined",
    asked_at: "2026-11-01T08:00:00Z",
    decided_at: "2026-11-02T08:00:00Z",
    decided_by: null,
    reason: "Місць немає",
    allowed: ["read"],
  };
  const requests = Array.from({ length: 7 }, (_, at) => ({
    ...REQUEST,
    id: `request-${at}`,
    group: { id: `g-${at}`, name: named(`Група ${at}`) },
  }));

  it("and every group of theirs is shown to the last", async () => {
    const last = { ...GROUP, id: "g-last", name: named("Сота перша група") };
    mockApi({
      ...SERVED,
      "GET /api/v1/groups": paged({ ...GROUP, role: "member" }, { ...last, role: "member" }),
      "GET /api/v1/territories": { items: [], next_cursor: null },
      "GET /api/v1/me/join-requests": { items: requests, next_cursor: null },
    });
    renderApp("/groups");
    expect(await screen.findByRole("heading", { name: "Сота перша група" })).toBeDefined();
    const asked = await screen.findByRole("region", { name: "Ваші прохання про місце" });
    expect(within(asked).queryByText("Група 6")).toBeNull();
    await userEvent.click(within(asked).getByRole("button", { name: OLDER }));
    expect(within(asked).getByText("Група 6")).toBeDefined();
  });

  it("and what was said to a yes is told, where anything was", async () => {
    const said = { ...REQUEST, state: "admitted", reason: "Ринок потрібен за столом" };
    const silent = {
      ...REQUEST,
      id: "silent",
      state: "admitted",
      reason: "",
      group: { id: "g", name: named("Мовчазна") },
    };
    mockApi({
      ...SERVED,
      "GET /api/v1/groups": { items: [], next_cursor: null },
      "GET /api/v1/territories": { items: [], next_cursor: null },
      "GET /api/v1/me/join-requests": { items: [said, silent], next_cursor: null },
    });
    renderApp("/groups");
    const asked = within(await screen.findByRole("region", { name: "Ваші прохання про місце" }));
    expect(asked.getByText("Відповідь: Ринок потрібен за столом")).toBeDefined();
    expect(asked.getByText("Надано місце")).toBeDefined();
    expect(asked.queryByText("Мовчазна")).toBeNull();
  });
});
