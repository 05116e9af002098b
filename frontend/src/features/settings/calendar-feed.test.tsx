import { screen, within } from "@testing-library/react";
import { describe, expect, it, onTestFinished } from "vitest";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

/** A page without HTTPS has no clipboard. Another test may have left one in the same window. */
function withoutClipboard() {
  const before = Object.getOwnPropertyDescriptor(navigator, "clipboard");
  Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
  onTestFinished(() => {
    if (before) Object.defineProperty(navigator, "clipboard", before);
    else Reflect.deleteProperty(navigator, "clipboard");
  });
}

describe("the address of the calendar", () => {
  it("is shown when it is made and at no other time, made anew and switched off", async () => {
    let feed: { made_at: string | null; read_at: string | null } = { made_at: null, read_at: null };
    let number = 0;
    const { asked } = mockApi({
      ...EMPTY_API,
      "GET /api/v1/me/calendar-feed": () => feed,
      "POST /api/v1/me/calendar-feed": () => {
        number += 1;
        feed = { made_at: "2026-11-26T08:00:00Z", read_at: null };
        return { ...feed, path: `/feeds/secret-${number}.ics` };
      },
      "DELETE /api/v1/me/calendar-feed": () => {
        feed = { made_at: null, read_at: null };
      },
    });
    withoutClipboard();
    renderApp("/settings/notifications");
    await userEvent.click(await screen.findByRole("button", { name: "Створити адресу" }));
    expect(await screen.findByText(/secret-1\.ics$/)).toBeDefined();
    expect(screen.getByRole("link", { name: "Відкрити в календарі" }).getAttribute("href")).toMatch(
      /^webcal:/,
    );
    expect(await axeViolations()).toEqual([]);
    // It is said that nothing was copied, and the address stays in sight.
    await userEvent.click(screen.getByRole("button", { name: "Скопіювати" }));
    expect(await screen.findByText(/Браузер не дав скопіювати/)).toBeDefined();
    expect(screen.queryByText("Скопійовано")).toBeNull();
    await userEvent.click(await screen.findByRole("button", { name: "Нова адреса" }));
    const anew = within(await screen.findByRole("dialog"));
    await userEvent.click(anew.getByRole("button", { name: "Створити нову" }));
    expect(await screen.findByText(/secret-2\.ics$/)).toBeDefined();
    expect(screen.queryByText(/secret-1\.ics$/)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Вимкнути адресу" }));
    const off = within(await screen.findByRole("dialog"));
    await userEvent.click(off.getByRole("button", { name: "Вимкнути адресу" }));
    expect(await screen.findByRole("button", { name: "Створити адресу" })).toBeDefined();
    expect(screen.queryByText(/secret-2\.ics$/)).toBeNull();
    expect(asked.filter((one) => one.startsWith("DELETE"))).toHaveLength(1);
  });
});
