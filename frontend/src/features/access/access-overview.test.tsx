import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type {
  EndedGroundOut,
  GroundOut,
  GroupSight,
  SeenThingOut,
  SightPage,
} from "@/api/generated/types.gen";
import { chooseFromMenu } from "@/testing/forms";
import { BASE, GROUP, MEMBER, PATH } from "@/testing/members-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const PERSON = { id: "person-1", name: { uk: "Олег Мороз", en: "Oleh Moroz" }, gender: "masculine" as const };
const TABLE = { id: "group-1", name: { uk: "Безпека громади", en: "Community safety" } };
const API = "GET /api/v1/people/person-1/sight";

const SEAT: GroundOut = {
  kind: "membership",
  id: "seat-1",
  since: "2026-01-10T08:00:00Z",
  until: null,
  role: "member",
  office: null,
  position: { uk: "інспектор", en: "inspector" },
  organisation: null,
  instead_of: null,
  territory: null,
  access: null,
  given_by: null,
  reason: null,
};

const ENDED: EndedGroundOut = {
  ...SEAT,
  kind: "guest_share",
  id: "share-1",
  role: null,
  position: null,
  access: "read",
  since: "2025-11-01T08:00:00Z",
  until: "2025-11-05T10:00:00Z",
  ended_by: { id: "leader", name: { uk: "Ірина Бойко", en: "Iryna Boiko" }, gender: "feminine" },
};

const SHELTERS: SeenThingOut = {
  kind: "thread",
  restricted: true,
  title: { uk: "Укриття", en: "Shelters" },
  url: "/threads/thread-1",
  group: TABLE,
  grounds: [SEAT],
  ended: [ENDED],
};
const HIDDEN: SeenThingOut = { ...SHELTERS, title: null, url: null, group: null, ended: [] };

function sight(items: SeenThingOut[], change: Partial<SightPage> = {}): SightPage {
  return { person: PERSON, is_active: true, items, next_cursor: null, ...change };
}

setupPageTest();

describe("what a person sees", () => {
  it("names each thing with its reasons, those that are over and who ended them", async () => {
    const asked: string[] = [];
    mockApi({
      ...EMPTY_API,
      [API]: (request: Request) => {
        asked.push(new URL(request.url).search);
        return sight([SHELTERS, HIDDEN]);
      },
    });
    renderApp("/people/person-1/sight?kind=thread");
    expect(await screen.findByRole("heading", { level: 1, name: "Що бачить Олег Мороз" })).toBeDefined();
    const link = screen.getByRole("link", { name: "Укриття" });
    expect(link.getAttribute("href")).toBe("/threads/thread-1");
    const shown = link.closest("li");
    const hidden = screen.getByText("Тема з обмеженим доступом").closest("li");
    expect(shown?.textContent).toContain("Обмежений доступ");
    expect(shown?.textContent).toContain("Безпека громади");
    expect(shown?.textContent).toContain("Учасник");
    expect(shown?.textContent).toContain("Гість: лише читає");
    expect(shown?.textContent).toContain("Хто припинив: Ірина Бойко");
    expect(hidden?.querySelector("a")).toBeNull();
    expect(asked).toEqual(["?kind=thread&when=now"]);
    expect(await axeViolations()).toEqual([]);
  });

  it("shows what was seen once, and more when asked", async () => {
    mockApi({
      ...EMPTY_API,
      [API]: (request: Request) => {
        const search = new URL(request.url).searchParams;
        if (search.get("when") !== "before") return sight([]);
        return search.has("cursor")
          ? sight([{ ...HIDDEN, kind: "group", restricted: false }])
          : sight([{ ...SHELTERS, kind: "group", restricted: false, grounds: [] }], { next_cursor: "older" });
      },
    });
    renderApp("/people/person-1/sight");
    expect(await screen.findByText("Зараз доступу немає")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Раніше" }));
    expect(await screen.findByRole("link", { name: "Укриття" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Показати давніші" }));
    expect(await screen.findByText("Прихована група")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("says so when the account is closed, and of one thing offers the way to all", async () => {
    mockApi({ ...EMPTY_API, [API]: sight([SHELTERS], { is_active: false }) });
    renderApp("/people/person-1/sight?kind=thread&only=thread-1");
    expect(await screen.findByText(/Обліковий запис вимкнено/)).toBeDefined();
    expect(screen.getByText("Не діє, поки обліковий запис вимкнено")).toBeDefined();
    expect(screen.getByRole("link", { name: "Показати все" }).getAttribute("href")).toBe(
      "/people/person-1/sight?kind=thread",
    );
  });

  it("speaks to the person themselves", async () => {
    mockApi({
      ...EMPTY_API,
      [`GET /api/v1/people/${ME.id}/sight`]: sight([SHELTERS], { person: { ...PERSON, id: ME.id } }),
    });
    renderApp(`/people/${ME.id}/sight?kind=thread`);
    expect(await screen.findByRole("heading", { level: 1, name: "Що ви бачите й чому" })).toBeDefined();
    expect(screen.getByRole("link", { name: "Укриття" })).toBeDefined();
  });

  it("is not there for who may not look", async () => {
    mockApi({ ...EMPTY_API, [API]: new ProblemResponse(404, "not_found") });
    renderApp("/people/person-1/sight");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
  });

  const LOOKED_UP = {
    ...BASE,
    [`GET ${PATH}`]: { ...GROUP, allowed: ["read", "see_access", "see_sight"] },
    [`GET ${PATH}/members`]: { items: [{ ...MEMBER, allowed: [], mandate_allowed: ["read"] }] },
    [`GET ${PATH}/access`]: { items: [{ person: PERSON, is_active: true, grounds: [SEAT], ended: [] }] },
    [`GET ${PATH}/access?when=before`]: { items: [] },
    [`GET ${PATH}/access/mine`]: { items: [SEAT] },
    "GET /api/v1/people/officer/sight": sight([SHELTERS]),
  };

  it("is reached from who sees a group, by who may look", async () => {
    mockApi(LOOKED_UP);
    renderApp(`/groups/${GROUP.id}/access`);
    const history = await screen.findByRole("link", { name: "Історія доступу: Олег Мороз" });
    expect(history.getAttribute("href")).toBe(`/people/person-1/sight?kind=group&only=${GROUP.id}`);
  });

  it("is reached from the members, by who may look", async () => {
    mockApi(LOOKED_UP);
    renderApp(`/groups/${GROUP.id}/members`);
    await chooseFromMenu("Дії: Олег Мороз", "Що бачить");
    expect(await screen.findByRole("heading", { level: 1, name: "Що бачить Олег Мороз" })).toBeDefined();
  });
});

describe("who sees a group, for the officer", () => {
  const OVER: EndedGroundOut = { ...ENDED, kind: "membership", id: "seat-1", role: "member", access: null };
  const reader = { person: PERSON, is_active: true, grounds: [SEAT], ended: [] };
  const NOW: GroupSight = { group: TABLE, items: [reader] };
  const BEFORE: GroupSight = { group: TABLE, items: [{ ...reader, grounds: [], ended: [OVER] }] };
  const OFFICERS = {
    ...EMPTY_API,
    "GET /api/v1/groups/in-care": { items: [TABLE], next_cursor: null },
    "GET /api/v1/groups/group-1/sight?when=now": NOW,
    "GET /api/v1/groups/group-1/sight?when=before": BEFORE,
  };

  it("is found by the group, and says who did, too", async () => {
    const { asked } = mockApi(OFFICERS);
    renderApp("/access-records/groups");
    await userEvent.type(await screen.findByRole("searchbox", { name: "Назва групи" }), "без");
    await waitFor(() => expect(decodeURIComponent(asked.join(" "))).toContain("in-care?q=без"));
    await userEvent.click(await screen.findByRole("link", { name: "Безпека громади" }));
    const title = { level: 1, name: "Хто бачить групу «Безпека громади»" };
    expect(await screen.findByRole("heading", title)).toBeDefined();
    expect(screen.getByText(/^Біля кожного імені вказано підставу. Ваш перегляд записано/)).toBeDefined();
    expect(screen.getByText("Олег Мороз").closest("li")?.textContent).toContain("Учасник");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Раніше" }));
    expect(await screen.findByText(/Хто припинив: Ірина Бойко/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("is for officers alone", async () => {
    mockApi({ ...EMPTY_API, "GET /api/v1/groups/in-care": new ProblemResponse(403, "forbidden") });
    renderApp("/access-records/groups");
    expect(await screen.findByText(/лише відповідальна особа із захисту даних/)).toBeDefined();
  });
});
