import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { DeputyshipOut } from "@/api/generated/types.gen";
import { makeMandate } from "@/testing/factories";
import { captureRequests, pick } from "@/testing/forms";
import { BASE, DEPUTY, MANDATE, ORGANISATION, POLICE, POSITION, SUCCESSION } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

let user = userEvent.setup();

setupPageTest();

beforeEach(() => {
  user = userEvent.setup();
});

const ABSENCE: DeputyshipOut = {
  id: "window-1",
  deputy: DEPUTY,
  starts_at: "2026-07-31T21:00:00Z",
  ends_at: "2026-08-14T21:00:00Z",
};

describe("one’s own mandates", () => {
  const MINE = makeMandate({
    document: "Наказ № 1",
    organisation: POLICE,
    position: POSITION,
    roles: SUCCESSION.seats,
    absences: [ABSENCE],
  });
  const SETTINGS = { ...BASE, "GET /api/v1/me/mandates": { items: [MINE] } };

  it("stand beside the organisations for which the reader appoints", async () => {
    const school = { ...ORGANISATION, name: { uk: "Школа № 3", en: "" } };
    const mine = { items: [school], next_cursor: null };
    mockApi({ ...SETTINGS, "GET /api/v1/organisations?administered_by=me": mine });
    renderApp("/settings");
    const card = within(await screen.findByRole("region", { name: "Мої організації" }));
    const way = card.getByRole("link", { name: "Школа № 3" });
    expect(way.getAttribute("href")).toBe(`/organisations/${ORGANISATION.id}`);
    expect(await axeViolations()).toEqual([]);
  });

  it("name a deputy for an absence, day by day", async () => {
    const { sent, take } = captureRequests({ ...ABSENCE, id: "window-2" });
    mockApi({ ...SETTINGS, "POST /api/v1/mandates/mandate-1/deputyships": take });
    renderApp("/settings");
    const card = await screen.findByRole("region", { name: "Мої повноваження" });
    expect(await within(card).findByText("01.08.2026 – 14.08.2026: заступає Ірина Бойко")).toBeDefined();
    await user.click(within(card).getByRole("button", { name: "Призначити заступника" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Призначити заступника" }));
    expect(await within(dialog).findByText("Виберіть, хто заступить")).toBeDefined();
    await pick(user, within(dialog).getByLabelText("Хто заступить"), "Ірина Бойко");
    const [first, last] = ["Перший день", "Останній день"].map((name) => within(dialog).getByLabelText(name));
    await user.clear(first as HTMLElement);
    await user.type(first as HTMLElement, "01.02.2999");
    await user.type(last as HTMLElement, "03.02.2999");
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Призначити заступника" }));
    expect(await screen.findByText("Заступника призначено")).toBeDefined();
    expect(sent).toEqual([
      [
        null,
        { deputy: "deputy", starts_at: "2999-01-31T22:00:00.000Z", ends_at: "2999-02-03T22:00:00.000Z" },
      ],
    ]);
  });

  it("name the document to their holder, not to who stands in", async () => {
    const acting = { ...MINE, id: "mandate-2", person: DEPUTY, acting: true, absences: [] };
    const { asked } = mockApi({ ...SETTINGS, "GET /api/v1/me/mandates": { items: [MINE, acting] } });
    renderApp("/settings");
    const card = await screen.findByRole("region", { name: "Мої повноваження" });
    expect(await within(card).findAllByText("Документ про призначення: Наказ № 1")).toHaveLength(1);
    expect(asked.filter((one) => one.includes("/mandates/"))).toEqual([]);
    expect(await axeViolations()).toEqual([]);
  });

  it("say who usually stands in, and offer them first for an absence", async () => {
    const named = { ...MINE, deputy: DEPUTY };
    mockApi({
      ...SETTINGS,
      "GET /api/v1/me/mandates": { items: [named] },
      "GET /api/v1/mandates/mandate-1": { ...MANDATE, deputy: DEPUTY },
    });
    renderApp("/settings");
    const card = await screen.findByRole("region", { name: "Мої повноваження" });
    expect(await within(card).findByText("Постійний заступник: Ірина Бойко")).toBeDefined();
    await user.click(within(card).getByRole("button", { name: "Призначити заступника" }));
    expect(await within(await screen.findByRole("dialog")).findByDisplayValue("Ірина Бойко")).toBeDefined();
  });

  it("end an absence early", async () => {
    const { asked } = mockApi({ ...SETTINGS, "DELETE /api/v1/deputyships/window-1": undefined });
    renderApp("/settings");
    await user.click(await screen.findByRole("button", { name: "Припинити заступництво: Ірина Бойко" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Припинити заступництво" }));
    expect(await screen.findByText("Заступництво припинено")).toBeDefined();
    expect(asked).toContain("DELETE /api/v1/deputyships/window-1");
  });
});

describe("an absence of a representative", () => {
  const ABSENT: typeof MANDATE = {
    ...MANDATE,
    allowed: ["read", "see_deputies", "appoint_deputy", "end_deputyship"],
  };
  const show = (mandate: typeof MANDATE) =>
    mockApi({
      ...BASE,
      "GET /api/v1/organisations/org-1": ORGANISATION,
      "GET /api/v1/organisations?parent=org-1": { items: [], next_cursor: null },
      "GET /api/v1/organisations/org-1/mandates": { items: [mandate], next_cursor: null },
      "GET /api/v1/mandates/mandate-1": mandate,
      "GET /api/v1/mandates/mandate-1/deputyships": { items: [ABSENCE] },
      "DELETE /api/v1/deputyships/window-1": undefined,
    });
  const choose = async () => {
    renderApp("/organisations/org-1");
    await user.click(await screen.findByRole("button", { name: "Дії: Олег Мороз" }));
    const item = { name: "Заступник на час відсутності", hidden: true };
    await user.click(await screen.findByRole("menuitem", item));
  };

  it("is ended by who appoints there", async () => {
    const { asked } = show(ABSENT);
    await choose();
    await user.click(await screen.findByRole("button", { name: "Припинити заступництво: Ірина Бойко" }));
    const dialog = await screen.findByRole("dialog", { name: "Припинити заступництво: Ірина Бойко" });
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Припинити заступництво" }));
    expect(await screen.findByText("Заступництво припинено")).toBeDefined();
    expect(asked).toContain("DELETE /api/v1/deputyships/window-1");
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Дії: Олег Мороз"));
  });

  it("is shown and ended only where the server says so", async () => {
    const { asked } = show({ ...ABSENT, allowed: ["read", "appoint_deputy"] });
    await choose();
    expect(await within(await screen.findByRole("dialog")).findByLabelText("Хто заступить")).toBeDefined();
    expect(screen.queryByText(/заступає Ірина Бойко/)).toBeNull();
    expect(asked).not.toContain("GET /api/v1/mandates/mandate-1/deputyships");
  });
});

describe("the usual deputy", () => {
  it("says who usually stands in for a representative, and lets that be changed and removed", async () => {
    const allowed = ["read", "name_deputy"];
    const named = { ...MANDATE, deputy: DEPUTY, allowed };
    const { sent, take } = captureRequests({ ...named, version: 8 });
    const { asked } = mockApi({
      ...BASE,
      "GET /api/v1/organisations/org-1": ORGANISATION,
      "GET /api/v1/organisations?parent=org-1": { items: [], next_cursor: null },
      "GET /api/v1/organisations/org-1/mandates": { items: [named], next_cursor: null },
      "GET /api/v1/mandates/mandate-1": named,
      "PUT /api/v1/mandates/mandate-1/deputy": take,
      "DELETE /api/v1/mandates/mandate-1/deputy": { ...named, deputy: null },
    });
    renderApp("/organisations/org-1");
    expect(await screen.findByText("Постійний заступник: Ірина Бойко")).toBeDefined();
    const choose = async () => {
      await user.click(await screen.findByRole("button", { name: "Дії: Олег Мороз" }));
      await user.click(await screen.findByRole("menuitem", { name: "Постійний заступник", hidden: true }));
      return screen.findByRole("dialog");
    };
    const dialog = await choose();
    expect(await within(dialog).findByText("Зараз: Ірина Бойко")).toBeDefined();
    await user.click(within(dialog).getByRole("button", { name: "Призначити" }));
    expect(await within(dialog).findByText("Виберіть людину")).toBeDefined();
    await user.click(within(dialog).getByText("За е-поштою"));
    await user.type(within(dialog).getByLabelText("Електронна пошта"), "new@example.org");
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Призначити" }));
    expect(await screen.findByText("Постійного заступника призначено")).toBeDefined();
    expect(sent).toEqual([['"7"', { email: "new@example.org" }]]);
    await user.click(within(await choose()).getByRole("button", { name: "Прибрати заступника" }));
    expect(await screen.findByText("Постійного заступника більше немає")).toBeDefined();
    expect(asked).toContain("DELETE /api/v1/mandates/mandate-1/deputy");
  });
});
