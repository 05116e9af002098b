import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { activateLocale } from "@/lib/language";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";

setupPageTest();

describe("help", () => {
  it("gives the first steps and the words of the product, in both languages", async () => {
    mockApi(EMPTY_API);
    renderApp("/help");
    const steps = within(await screen.findByRole("region", { name: "Перші кроки" }));
    expect(steps.getByRole("link", { name: "Вхідні" }).getAttribute("href")).toBe("/inbox");
    const words = within(screen.getByRole("region", { name: "Слова" }));
    const [first] = words.getAllByRole("term");
    expect(first?.textContent).toBe("відповідальна особа із захисту даних data protection officer");
    expect(words.getByText("Лише читає.")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("is in English for who reads English", async () => {
    await activateLocale("en");
    mockApi({ ...EMPTY_API, "GET /api/v1/me": { ...ME, language: "en" } });
    renderApp("/help");
    const words = within(await screen.findByRole("region", { name: "Words" }));
    const [first] = words.getAllByRole("term");
    expect(first?.textContent).toBe("access record журнал доступу");
    await activateLocale("uk");
  });

  it("is reached from the settings", async () => {
    mockApi(EMPTY_API);
    renderApp("/settings");
    const settings = within(await screen.findByRole("main"));
    const help = await settings.findByRole("link", { name: "Довідка" });
    expect(help.getAttribute("href")).toBe("/help");
  });
});
