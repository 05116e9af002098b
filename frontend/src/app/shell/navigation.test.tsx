import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DutyOut } from "@/api/generated/types.gen";
import { aDuty } from "@/testing/duty-samples";
import { makeMandate } from "@/testing/factories";
import { allLoaded, axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";

const TODAY = EMPTY_API["GET /api/v1/today"];

interface Holder {
  administers?: boolean;
  offices?: string[];
  duties?: DutyOut[];
  notifications?: number;
  seated?: boolean;
}

/** Answers to somebody who holds roles, and for whom something waits. */
function held({ administers = false, offices = [], duties = [], notifications = 0, seated }: Holder) {
  const today = { ...TODAY, duties, notifications };
  const me = { ...ME, is_administrator: administers };
  const items = offices.map((kind) => ({ id: kind, kind, territory: { id: "place", name: ME.name } }));
  const included = {
    mandates: { items: seated ? [makeMandate()] : [] },
    offices: { items, next_cursor: null },
    today,
  };
  return {
    ...EMPTY_API,
    "GET /api/v1/me": (request: Request) =>
      new URL(request.url).searchParams.has("include") ? { ...me, included } : me,
    "GET /api/v1/offices": { items, next_cursor: null },
    "GET /api/v1/today": today,
  };
}

const WAITING = [
  aDuty({ id: "late", kind: "privacy.request", due_at: "2031-02-01T10:00:00Z" }),
  aDuty({ id: "early", kind: "privacy.request", due_at: "2031-01-01T10:00:00Z" }),
  aDuty({ id: "approval", kind: "accounts.approval" }),
  aDuty({ id: "item", kind: "tasks.accept" }),
];

async function places() {
  const rail = await screen.findByRole("navigation", { name: "Головна навігація" });
  return within(rail)
    .getAllByRole("link")
    .map((one) => `${one.textContent?.replaceAll("\u00ad", "")} ${one.getAttribute("href")}`);
}

setupPageTest();

describe("the navigation", () => {
  it("has no places of roles for those who hold none", async () => {
    mockApi(held({ duties: WAITING }));
    renderApp("/");
    const texts = (await places()).join(", ");
    expect(texts).not.toMatch(/Захист даних|Адміністрування|Громада/);
  });

  it("has the place of a data protection officer with what waits there, by the first load alone", async () => {
    const { asked } = mockApi(held({ offices: ["data_protection_officer"], duties: WAITING }));
    const client = renderApp("/", { staleTime: 30_000 });
    expect(await places()).toContain("Захист даних3 чекають на вас /data-protection");
    expect((await places()).join()).not.toContain("Адміністрування");
    await allLoaded(client);
    expect(asked.filter((one) => one.startsWith("GET "))).toHaveLength(1);
  });

  it("has the place of an administrator, also in the bar of a phone", async () => {
    mockApi(held({ administers: true, duties: WAITING }));
    renderApp("/");
    expect(await places()).toContain("Адміністрування1 чекає на вас /administration");
    const bar = within(screen.getByRole("banner"));
    expect(bar.getByRole("link", { name: "Адміністрування, 1 чекає на вас" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("leads to the help from the bar of a phone", async () => {
    mockApi(held({}));
    renderApp("/");
    const bar = within(await screen.findByRole("banner"));
    expect(bar.getByRole("link", { name: "Довідка" }).getAttribute("href")).toBe("/help");
  });

  it("counts in honey what waits, and what is unread quietly", async () => {
    mockApi(held({ duties: WAITING, notifications: 7 }));
    renderApp("/");
    expect(await places()).toContain("Вхідні7 нових /inbox");
    const rail = within(screen.getByRole("navigation", { name: "Головна навігація" }));
    const numberOf = (place: RegExp) =>
      rail.getByRole("link", { name: place }).querySelector("[class*=count]")?.className;
    expect(numberOf(/Вхідні/)).toContain("quiet");
    expect(numberOf(/Сьогодні/)).not.toContain("quiet");
  });

  it("counts what waits for a coordinator", async () => {
    mockApi(held({ offices: ["coordinator"], duties: WAITING }));
    renderApp("/");
    expect(await places()).toContain("Громада1 чекає на вас /hromada");
  });

  it("counts in the programmes what waits of recommendations, and that nowhere but there and today", async () => {
    const kinds = ["programmes.answer", "programmes.implement", "programmes.verify"] as const;
    const duties = [...kinds.map((kind) => aDuty({ id: kind, kind })), aDuty({ id: "item" })];
    mockApi(held({ seated: true, offices: ["coordinator"], duties }));
    renderApp("/");
    expect((await places()).filter((one) => one.includes("чекають"))).toEqual([
      "Сьогодні4 чекають на вас /",
      "Програми3 чекають на вас /programmes",
    ]);
  });

  it("counts a duty once for a holder of several roles", async () => {
    const offices = ["coordinator", "data_protection_officer"];
    mockApi(held({ administers: true, offices, duties: WAITING }));
    renderApp("/");
    expect(await places()).toEqual(
      expect.arrayContaining([
        "Громада1 чекає на вас /hromada",
        "Захист даних2 чекають на вас /data-protection",
        "Адміністрування /administration",
      ]),
    );
  });
});

describe("the place of data protection", () => {
  it("names what waits, the nearest term first, and leads to all of its pages", async () => {
    mockApi(held({ offices: ["data_protection_officer"], duties: WAITING }));
    renderApp("/data-protection");
    const waiting = within(await screen.findByRole("region", { name: /Чекають на вас/ }));
    const titles = waiting.getAllByRole("listitem").map((one) => within(one).getAllByRole("link")[0]);
    expect(titles.map((one) => one?.textContent)).toEqual(["Справа early", "Справа late", "Справа approval"]);
    const pages = within(screen.getByRole("region", { name: "Розділи" }));
    const links = pages.getAllByRole("link").map((one) => one.getAttribute("href"));
    expect(links).toEqual(["/subject-requests", "/access-records", "/approvals", "/break-glass"]);
    const rail = screen.getByRole("navigation", { name: "Головна навігація" });
    expect(within(rail).getByRole("link", { current: "page" }).textContent).toContain("Захист даних");
    expect(await axeViolations()).toEqual([]);
  });

  it("is not for others", async () => {
    mockApi(held({ administers: true }));
    renderApp("/data-protection");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
  });
});

describe("the place of administration", () => {
  it("says that nothing waits, and leads to all of its pages", async () => {
    mockApi(held({ administers: true }));
    renderApp("/administration");
    expect(await screen.findByText("Нічого не чекає")).toBeDefined();
    const pages = within(screen.getByRole("region", { name: "Розділи" }));
    const links = pages.getAllByRole("link").map((one) => one.getAttribute("href"));
    expect(links).toEqual([
      ...["/people", "/offices", "/organisations", "/territories", "/identity-providers"],
      ...["/approvals", "/break-glass", "/system"],
    ]);
    expect(await axeViolations()).toEqual([]);
  });

  it("is not for others", async () => {
    mockApi(held({ offices: ["coordinator"] }));
    renderApp("/administration");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
  });
});
