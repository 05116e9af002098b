import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { NotificationPreferences } from "@/api/generated/types.gen";
import { makePage } from "@/testing/factories";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const MINE = "/api/v1/me/notification-preferences";
const CHOSEN: NotificationPreferences = {
  topics: [
    { topic: "steps", email: "at_once", push: "at_once", fixed: false },
    { topic: "reminders", email: "off", push: "at_once", fixed: false },
    { topic: "account", email: "at_once", push: "at_once", fixed: true },
  ],
  groups: [{ group: "g1", topic: "reminders", email: "at_once", push: null }],
  hours: {
    quiet_from: "22:00",
    quiet_until: "07:00",
    working_days: [1, 2, 3, 4, 5],
    holidays_off: false,
    digest_at: "08:00",
  },
  undeliverable: { address: "nobody@example.org", since: "2026-11-20T08:00:00Z" },
  version: 3,
};

describe("the choice of notifications", () => {
  /** The card, with what is sent. */
  async function chosen(sent: { version: string | null; body: unknown }[]) {
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/groups": makePage({ id: "g1", name: { uk: "Безпечні укриття", en: "" } }),
      [`GET ${MINE}`]: CHOSEN,
      [`PUT ${MINE}`]: async (request: Request) => {
        const body = await request.json();
        sent.push({ version: request.headers.get("If-Match"), body });
        return { ...CHOSEN, ...body, topics: CHOSEN.topics, version: 4 };
      },
    });
    renderApp("/settings/notifications");
    return within(await screen.findByRole("region", { name: "Сповіщення" }));
  }

  it("switches a topic off everywhere, and leaves that of the account alone", async () => {
    const sent: { version: string | null; body: unknown }[] = [];
    const card = await chosen(sent);
    await userEvent.selectOptions(await card.findByLabelText("Поштою: Перебіг доручень"), "Ніколи");
    expect(sent).toEqual([
      {
        version: '"3"',
        body: {
          topics: [
            { topic: "steps", email: "off", push: "at_once" },
            { topic: "reminders", email: "off", push: "at_once" },
            { topic: "account", email: "at_once", push: "at_once" },
          ],
          groups: CHOSEN.groups,
          hours: CHOSEN.hours,
        },
      },
    ]);
    expect(card.queryByLabelText("Поштою: Обліковий запис і безпека")).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("chooses for one group, and takes it back", async () => {
    const sent: { version: string | null; body: unknown }[] = [];
    const card = await chosen(sent);
    await userEvent.click(await card.findByRole("combobox", { name: "Для якої групи" }));
    await userEvent.click(await screen.findByRole("option", { name: "Безпечні укриття" }));
    const reminders = card.getByLabelText<HTMLSelectElement>("Поштою: Нагадування");
    expect(reminders.value).toBe("at_once");
    expect(card.getByLabelText<HTMLSelectElement>("Поштою: Перебіг доручень").value).toBe("");
    await userEvent.selectOptions(reminders, "Як усюди");
    expect(sent[0]?.body).toMatchObject({ groups: [] });
  });

  it("chooses what comes to devices apart from what comes by mail", async () => {
    const sent: { version: string | null; body: unknown }[] = [];
    const card = await chosen(sent);
    const steps = await card.findByLabelText<HTMLSelectElement>("На пристрої: Перебіг доручень");
    expect([...steps.options].map((one) => one.text)).toEqual(["Одразу", "Ніколи"]);
    await userEvent.selectOptions(steps, "Ніколи");
    expect(sent[0]?.body).toMatchObject({
      topics: [{ topic: "steps", email: "at_once", push: "off" }, {}, {}],
    });
    await userEvent.click(await card.findByRole("combobox", { name: "Для якої групи" }));
    await userEvent.click(await screen.findByRole("option", { name: "Безпечні укриття" }));
    const here = card.getByLabelText<HTMLSelectElement>("На пристрої: Нагадування");
    expect(here.value).toBe("");
    await userEvent.selectOptions(here, "Ніколи");
    expect(sent[1]?.body).toMatchObject({
      groups: [{ group: "g1", topic: "reminders", email: "at_once", push: "off" }],
    });
  });

  it("keeps the hours, and says that an address was refused", async () => {
    const sent: { version: string | null; body: unknown }[] = [];
    const card = await chosen(sent);
    expect((await card.findByRole("alert")).textContent).toContain("nobody@example.org");
    await userEvent.click(card.getByRole("checkbox", { name: "субота" }));
    await userEvent.click(card.getByRole("switch", { name: /державні свята/ }));
    await userEvent.click(card.getByRole("button", { name: "Зберегти години" }));
    expect(sent[0]?.body).toMatchObject({
      hours: { ...CHOSEN.hours, working_days: [1, 2, 3, 4, 5, 6], holidays_off: true },
    });
  });
});
