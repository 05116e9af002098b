import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Me } from "@/api/generated/types.gen";
import { chooseLanguage, chosenLanguage } from "@/lib/language";
import { EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const SETTINGS = {
  ...EMPTY_API,
  "GET /api/v1/me/sessions": { items: [] },
  "GET /api/v1/tokens": { items: [] },
  "GET /api/v1/tokens/scopes": { items: [] },
  "GET /api/v1/me/factors": { app_codes: null, passkeys: [], recovery_codes_left: null, demands: [] },
  "GET /_allauth/browser/v1/config": {},
};

/** The account on the server; `stale` refuses the first change, as when another device was faster. */
function serveAccount({ stale = false } = {}) {
  const account: Me = { ...ME };
  const sent: unknown[] = [];
  let refuses = stale;
  mockApi({
    ...SETTINGS,
    "GET /api/v1/me": () => ({ ...account }),
    "PATCH /api/v1/me": async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.clone().json()]);
      if (refuses) {
        refuses = false;
        account.version += 1;
        return new ProblemResponse(412, "stale");
      }
      Object.assign(account, await request.json(), { version: account.version + 1 });
      return { ...account };
    },
  });
  return { account, sent };
}

describe("the language chosen before sign-in", () => {
  it("is stored in the account, and then chosen no more", async () => {
    const { sent } = serveAccount();
    await chooseLanguage("en");
    renderApp("/settings");
    expect(await screen.findByRole("radio", { name: "English", checked: true })).toBeDefined();
    expect(sent).toEqual([['"1"', { language: "en" }]]);
    await waitFor(() => expect(chosenLanguage()).toBeNull());
    expect(document.documentElement.lang).toBe("en");
  });

  it("is stored though the account has changed meanwhile", async () => {
    const { account, sent } = serveAccount({ stale: true });
    await chooseLanguage("en");
    renderApp("/settings");
    await waitFor(() => expect(account.language).toBe("en"));
    expect(sent).toEqual([
      ['"1"', { language: "en" }],
      ['"2"', { language: "en" }],
    ]);
  });

  it("gives way to what is chosen in the settings afterwards", async () => {
    const { account } = serveAccount();
    await chooseLanguage("en");
    renderApp("/settings");
    await screen.findByRole("radio", { name: "English", checked: true });
    await userEvent.click(screen.getByRole("radio", { name: "Українська" }));
    await waitFor(() => expect(document.documentElement.lang).toBe("uk"));
    expect(account.language).toBe("uk");
    expect(chosenLanguage()).toBeNull();
  });
});
