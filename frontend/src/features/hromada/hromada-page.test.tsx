import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makePage } from "@/testing/factories";
import { GROUP } from "@/testing/members-samples";
import { BASE, OFFICE, PLACE } from "@/testing/register-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("the coordinator's page", () => {
  it("is in the navigation of those alone who coordinate", async () => {
    mockApi(BASE);
    renderApp("/hromada");
    expect(await screen.findByRole("link", { name: "Громада" })).toBeDefined();
    expect(await screen.findByText("Тут ще немає груп")).toBeDefined();
    expect(await screen.findByRole("link", { name: "Рада молоді" })).toBeDefined();
    expect(await screen.findByText("За місяць не закінчується нічого")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("leads to those who ask for a seat in its groups", async () => {
    mockApi({ ...BASE, "GET /api/v1/groups": makePage({ ...GROUP, requests_waiting: 2 }) });
    renderApp("/hromada");
    const way = await screen.findByRole("link", { name: "2 прохання про місце" });
    expect(way.getAttribute("href")).toBe(`/groups/${GROUP.id}/joining`);
    expect(await axeViolations()).toEqual([]);
  });

  it("shows under each territory the groups of that one alone", async () => {
    const there = { ...PLACE, id: "place-2", name: { uk: "Вербівська громада", en: "Verbivka" } };
    mockApi({
      ...BASE,
      "GET /api/v1/offices": makePage(OFFICE, { ...OFFICE, id: "office-2", territory: there }),
      "GET /api/v1/groups": makePage(GROUP, { ...GROUP, id: "g-2", name: { uk: "Тиха вода", en: "" } }),
      "GET /api/v1/groups?inside=place-1&dissolved=false": makePage(GROUP),
      "GET /api/v1/groups?inside=place-2&dissolved=false": makePage({
        ...GROUP,
        id: "g-2",
        name: { uk: "Тиха вода", en: "" },
      }),
      "GET /api/v1/territories/place-2/ending-mandates": makePage(),
    });
    renderApp("/hromada");
    expect(await screen.findByRole("link", { name: "Безпека громади" })).toBeDefined();
    expect(screen.queryByRole("link", { name: "Тиха вода" })).toBeNull();
    await userEvent.setup().click(screen.getByRole("link", { name: "Вербівська громада" }));
    expect(await screen.findByRole("link", { name: "Тиха вода" })).toBeDefined();
    expect(screen.queryByRole("link", { name: "Безпека громади" })).toBeNull();
  });

  it("keeps in the address that the dissolved groups are shown, beside the territory", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/groups?inside=place-1&dissolved=true": makePage({
        ...GROUP,
        name: { uk: "Колишня", en: "" },
      }),
    });
    renderApp("/hromada?place=place-1");
    await userEvent.click(await screen.findByRole("button", { name: "Розпущені групи" }));
    expect(await screen.findByRole("link", { name: "Колишня" })).toBeDefined();
    expect(window.location.search).toBe("?place=place-1&dissolved=true");
  });

  it("does not exist for the others", async () => {
    mockApi({ ...BASE, "GET /api/v1/offices": makePage() });
    renderApp("/hromada");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
    expect(screen.queryByRole("link", { name: "Громада" })).toBeNull();
  });
});
