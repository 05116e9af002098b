import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { MandateOut } from "@/api/generated/types.gen";
import { BASE, DEPUTY, POLICE, POSITION, SUCCESSION } from "./members-samples";
import { kept, pick } from "./test-forms";
import { faults, inFreshBrowsers, ME, open } from "./test-page";
import { serve } from "./test-server";

let user = userEvent.setup();

inFreshBrowsers();

beforeEach(() => {
  user = userEvent.setup();
});

describe("one’s own mandates", () => {
  const MINE: MandateOut = {
    id: "mandate-1",
    person: { ...ME, name: ME.name },
    organisation: POLICE,
    position: POSITION,
    starts_on: "2025-03-12",
    ends_on: null,
    acting: false,
    roles: SUCCESSION.seats,
    absences: [
      {
        id: "window-1",
        deputy: DEPUTY,
        starts_at: "2026-07-31T21:00:00Z",
        ends_at: "2026-08-14T21:00:00Z",
      },
    ],
    allowed: ["read", "see_deputies", "appoint_deputy", "end_deputyship"],
    version: 1,
  };
  const SETTINGS = { ...BASE, "GET /api/v1/me/mandates": { items: [MINE] } };

  it("name a deputy for an absence, day by day", async () => {
    const { sent, take } = kept({ ...MINE.absences[0], id: "window-2" });
    serve({ ...SETTINGS, "POST /api/v1/mandates/mandate-1/deputyships": take });
    open("/settings");
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
    expect(await faults()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Призначити заступника" }));
    expect(await screen.findByText("Заступника призначено")).toBeDefined();
    expect(sent).toEqual([
      [
        null,
        { deputy: "deputy", starts_at: "2999-01-31T22:00:00.000Z", ends_at: "2999-02-03T22:00:00.000Z" },
      ],
    ]);
  });

  it("end an absence early", async () => {
    const { asked } = serve({ ...SETTINGS, "DELETE /api/v1/deputyships/window-1": undefined });
    open("/settings");
    await user.click(await screen.findByRole("button", { name: "Припинити заступництво: Ірина Бойко" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Припинити заступництво" }));
    expect(await screen.findByText("Заступництво припинено")).toBeDefined();
    expect(asked).toContain("DELETE /api/v1/deputyships/window-1");
  });
});
