import { readFileSync } from "node:fs";
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DutyOut } from "@/api/generated/types.gen";
import { activateLocale } from "@/lib/language";
import { ACTION } from "@/testing/action-samples";
import { aDuty } from "@/testing/duty-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";

const DAY_MS = 24 * 60 * 60 * 1000;

function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
}

/** Since four days ago. */
const duty = (change: Partial<DutyOut> & Pick<DutyOut, "id">) => aDuty({ since: inDays(-4), ...change });

const today = (duties: DutyOut[]) => ({
  "GET /api/v1/today": { ...EMPTY_API["GET /api/v1/today"], duties },
});

/** Every name that the server may send for what is expected of the reader. */
function steps(): DutyOut["step"][] {
  const { components } = JSON.parse(readFileSync("../docs/openapi.json", "utf8"));
  return components.schemas.DutyOut.properties.step.enum;
}

setupPageTest();

describe("Today", () => {
  it("shows a duty of any kind, known here or not, in the order of the server", async () => {
    const unknown = { kind: "later.room" } as unknown as Pick<DutyOut, "kind">;
    const duties = steps().map((step, place) => duty({ ...unknown, id: `${place}`, step }));
    mockApi({ ...EMPTY_API, ...today(duties) });
    renderApp("/");
    expect(await screen.findByRole("heading", { name: "Чекають на вас: 6" })).toBeDefined();
    const region = within(screen.getByRole("region", { name: "Чекають на вас" }));
    const entries = region.getAllByRole("listitem");
    expect(entries).toHaveLength(duties.length);
    for (const [place, entry] of entries.entries()) {
      const links = within(entry).getAllByRole("link");
      expect(links.map((one) => [one.textContent, one.getAttribute("href")])).toEqual([
        [`Справа ${place}`, `/actions/${place}`],
        [`Розглянути: Справа ${place}`, `/actions/${place}`],
      ]);
      expect(entry.textContent).toContain("4 дні");
      expect(entry.textContent).toContain("Нове доручення");
    }
    expect(await axeViolations()).toEqual([]);
  });

  it("says the term of each, and which has passed", async () => {
    const late = inDays(-2);
    mockApi({
      ...EMPTY_API,
      ...today([
        duty({ id: "late", due_on: late.slice(0, 10), due_at: late, overdue: true, number: 7 }),
        duty({ id: "lapsed", due_at: late, overdue: true }),
        duty({ id: "near", due_at: inDays(3), note: { uk: "Бракує фото", en: "No photo" } }),
      ]),
    });
    renderApp("/");
    const region = await screen.findByRole("region", { name: "Чекають на вас" });
    const [first, second, third] = within(region).getAllByRole("listitem");
    expect(first?.textContent).toContain("Нове доручення · № 7");
    expect(first?.textContent).toMatch(/Прострочено на [23] дні/);
    expect(second?.textContent).toContain("Строк минув");
    expect(third?.textContent).toMatch(/строк .+, лишилося 3 дні/);
    expect(third?.textContent).toContain("Бракує фото");
    expect(await axeViolations()).toEqual([]);
  });

  it("says by when the items of the reader's organisation are due, and which are late", async () => {
    const late = inDays(-2).slice(0, 10);
    const mine = [
      { ...ACTION, id: "late", state: "in_progress", due_on: late, overdue: true },
      { ...ACTION, id: "near", state: "in_progress", due_on: "2031-01-20", overdue: false },
    ];
    mockApi({ ...EMPTY_API, "GET /api/v1/today": { ...EMPTY_API["GET /api/v1/today"], mine } });
    renderApp("/");
    const region = await screen.findByRole("region", { name: "Доручення вашої організації" });
    const [first, second] = within(region).getAllByRole("listitem");
    expect(first?.textContent).toMatch(/Прострочено на [23] дні/);
    expect(second?.textContent).toContain("до 20.01.2031");
  });

  it("speaks English to who reads it in English", async () => {
    await activateLocale("en");
    mockApi({ ...EMPTY_API, "GET /api/v1/me": { ...ME, language: "en" }, ...today([duty({ id: "1" })]) });
    renderApp("/");
    expect(await screen.findByRole("link", { name: "Look at it: Matter 1" })).toBeDefined();
    expect(screen.getByText("New action")).toBeDefined();
  });

  it("says that nothing waits", async () => {
    mockApi({ ...EMPTY_API, ...today([]) });
    renderApp("/");
    expect(await screen.findByRole("heading", { name: "На сьогодні все" })).toBeDefined();
    expect(screen.getByText("Нових справ немає")).toBeDefined();
  });
});
