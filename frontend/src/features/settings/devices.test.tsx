import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pushOwner } from "@/lib/push";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const LIST = "/api/v1/me/push-subscriptions";
const KEY = "AQID"; // base64url of 1, 2, 3
const OTHER = {
  id: "d2",
  user_agent: "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
  created_at: "2026-11-20T08:00:00Z",
  pushed_at: "2026-11-25T08:00:00Z",
  failing_since: null,
  current: false,
};
const HERE = { ...OTHER, id: "d1", user_agent: "", pushed_at: null, current: true };

/** A browser that knows pushes: what it is asked, and what its reader answers. */
class Browser {
  permission: NotificationPermission = "default";
  answer: NotificationPermission = "granted";
  key: string | null = null;
  fails: Error | null = null;
  asked = 0;
  closed = 0;

  close() {
    this.closed += 1;
  }

  subscription() {
    if (this.key === null) return null;
    const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0)).buffer;
    return {
      endpoint: "https://fcm.googleapis.com/fcm/send/a",
      options: { applicationServerKey: bytes(atob(this.key)) },
      getKey: (name: string) => bytes(name),
      unsubscribe: async () => {
        this.key = null;
        return true;
      },
    };
  }

  install() {
    const registration = {
      pushManager: {
        getSubscription: async () => this.subscription(),
        subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
          if (this.fails) throw this.fails;
          this.key = applicationServerKey;
          return this.subscription();
        },
      },
      getNotifications: async () => [{ close: () => this.close() }],
    };
    Object.defineProperty(navigator, "serviceWorker", {
      value: { getRegistration: async () => registration },
      configurable: true,
    });
    vi.stubGlobal("PushManager", class {});
    const browser = this;
    vi.stubGlobal("Notification", {
      get permission() {
        return browser.permission;
      },
      requestPermission: async () => {
        browser.asked += 1;
        browser.permission = browser.answer;
        return browser.answer;
      },
    });
  }
}

async function card(answers: Record<string, unknown> = {}) {
  const { asked } = mockApi({ ...EMPTY_API, [`GET ${LIST}/key`]: { key: KEY }, ...answers });
  renderApp("/settings/notifications");
  const found = within(await screen.findByRole("region", { name: "Сповіщення на цьому пристрої" }));
  return { asked, found };
}

describe("news on this device", () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
    browser.install();
  });
  afterEach(() => {
    Reflect.deleteProperty(navigator, "serviceWorker");
    localStorage.removeItem("viche-push");
  });

  it("is switched on by a press, and not before that is anybody asked", async () => {
    let items: unknown[] = [];
    const said: unknown[] = [];
    const { found } = await card({
      [`GET ${LIST}`]: () => ({ items }),
      [`POST ${LIST}`]: async (request: Request) => {
        said.push(await request.json());
        items = [HERE];
        return HERE;
      },
    });
    const on = await found.findByRole("button", { name: "Увімкнути тут" });
    expect(browser.asked).toBe(0);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(on);
    expect(await found.findByRole("button", { name: "Вимкнути тут" })).toBeDefined();
    expect(said).toEqual([
      { endpoint: "https://fcm.googleapis.com/fcm/send/a", p256dh: "cDI1NmRo", auth: "YXV0aA", key: KEY },
    ]);
    expect(pushOwner()).toBe(ME.id);
    expect(await axeViolations()).toEqual([]);
  });

  it("is switched off here and elsewhere", async () => {
    let items = [HERE, OTHER];
    browser.permission = "granted";
    browser.key = KEY;
    const { asked, found } = await card({
      [`GET ${LIST}`]: () => ({ items }),
      [`DELETE ${LIST}/d2`]: () => {
        items = [HERE];
      },
      [`DELETE ${LIST}/d1`]: () => {
        items = [];
      },
    });
    await userEvent.click(
      await found.findByRole("button", { name: "Вимкнути сповіщення: Firefox, Android" }),
    );
    expect(await found.findByRole("button", { name: "Вимкнути тут" })).toBeDefined();
    await waitFor(() => expect(found.queryByText("Firefox, Android")).toBeNull());
    expect(browser.key).toBe(KEY);
    await userEvent.click(found.getByRole("button", { name: "Вимкнути тут" }));
    expect(await found.findByRole("button", { name: "Увімкнути тут" })).toBeDefined();
    expect([browser.key, pushOwner()]).toEqual([null, null]);
    expect(asked.filter((one) => one.startsWith("DELETE"))).toEqual([
      `DELETE ${LIST}/d2`,
      `DELETE ${LIST}/d1`,
    ]);
  });

  it("stays off when the reader says no, and says where that is changed", async () => {
    browser.answer = "denied";
    const { asked, found } = await card();
    await userEvent.click(await found.findByRole("button", { name: "Увімкнути тут" }));
    expect(await found.findByText(/Браузер не дозволяє сповіщень/)).toBeDefined();
    expect(found.queryByRole("button")).toBeNull();
    expect(asked.filter((one) => one.startsWith("POST"))).toEqual([]);
    expect(await axeViolations()).toEqual([]);
  });

  it("says so when the browser cannot, or there are too many devices", async () => {
    browser.fails = new DOMException("push service not available", "AbortError");
    const { found } = await card({ [`POST ${LIST}`]: new ProblemResponse(409, "too_many_devices") });
    await userEvent.click(await found.findByRole("button", { name: "Увімкнути тут" }));
    expect(await screen.findByText("Браузер не зміг увімкнути сповіщення")).toBeDefined();
    browser.fails = null;
    await userEvent.click(found.getByRole("button", { name: "Увімкнути тут" }));
    expect(await screen.findByText("too_many_devices")).toBeDefined();
  });

  it.each([
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", /на початковий екран/],
    ["Mozilla/5.0 (X11; Linux) Old/1.0", /не показує сповіщень/],
  ])("says what is missing in %s", async (agent, words) => {
    Reflect.deleteProperty(navigator, "serviceWorker");
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue(agent);
    const { found } = await card();
    expect(await found.findByText(words)).toBeDefined();
    expect(found.queryByRole("button")).toBeNull();
  });

  it("says that the server pushes nothing, and that a service takes nothing", async () => {
    const failing = { ...OTHER, failing_since: "2026-11-26T08:00:00Z" };
    const { found } = await card({
      [`GET ${LIST}/key`]: { key: null },
      [`GET ${LIST}`]: { items: [failing] },
    });
    expect(await found.findByText(/На цьому сервері сповіщень на пристрої немає/)).toBeDefined();
    expect(found.getByText(/служба браузера не приймає сповіщень/)).toBeDefined();
  });

  it("goes on after a new sign-in of the same person and under a new key, and for nobody else", async () => {
    browser.permission = "granted";
    browser.key = "BAUG";
    localStorage.setItem("viche-push", ME.id);
    const { asked } = await card({ [`GET ${LIST}`]: { items: [HERE] }, [`POST ${LIST}`]: HERE });
    await waitFor(() => expect(asked).toContain(`POST ${LIST}`));
    expect([browser.key, browser.asked]).toEqual([KEY, 1]);
  });

  it("is not renewed for another reader of this browser", async () => {
    browser.permission = "granted";
    browser.key = KEY;
    localStorage.setItem("viche-push", "somebody else");
    const { asked, found } = await card();
    expect(await found.findByRole("button", { name: "Увімкнути тут" })).toBeDefined();
    expect(asked.filter((one) => one.startsWith("POST"))).toEqual([]);
  });

  it("ends with signing out here, and nothing stays on the screen", async () => {
    browser.permission = "granted";
    browser.key = KEY;
    localStorage.setItem("viche-push", ME.id);
    await card({
      [`GET ${LIST}`]: { items: [HERE] },
      [`POST ${LIST}`]: HERE,
      "GET /api/v1/me/sessions": { items: [] },
      "DELETE /_allauth/browser/v1/auth/session": new ProblemResponse(401, "signed_out"),
    });
    await userEvent.click(await screen.findByRole("button", { name: "Вийти тут" }));
    await waitFor(() => expect(browser.closed).toBe(1));
    expect([browser.key, pushOwner()]).toEqual([null, null]);
  });
});
