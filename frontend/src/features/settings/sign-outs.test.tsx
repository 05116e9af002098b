import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("signing out everywhere", () => {
  /** The settings, with the dialog open; what is sent goes to the list. */
  async function asking(sent: unknown[]) {
    let signedIn = true;
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/me": () => (signedIn ? ME : new ProblemResponse(401, "signed_out")),
      "GET /api/v1/me/sessions": { items: [] },
      "GET /api/v1/tokens": { items: [] },
      "GET /api/v1/tokens/scopes": { items: [] },
      "GET /api/v1/me/factors": { app_codes: null, passkeys: [], recovery_codes_left: null, demands: [] },
      "GET /_allauth/browser/v1/config": {},
      "DELETE /api/v1/me/sessions": async (request: Request) => {
        sent.push(await request.json());
        signedIn = false;
        return null;
      },
    });
    renderApp("/settings/security");
    await userEvent.click(await screen.findByRole("button", { name: "Вийти всюди" }));
    return within(await screen.findByRole("dialog"));
  }

  it("says that tokens live on, and leaves them", async () => {
    const sent: unknown[] = [];
    const dialog = await asking(sent);
    expect(dialog.getByText(/програми, яким ви дали токени, працюватимуть далі/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Вийти всюди" }));
    expect(await screen.findByLabelText("Електронна пошта")).toBeDefined();
    expect(sent).toEqual([{ tokens: false }]);
  });

  it("revokes them, too, where that is ticked", async () => {
    const sent: unknown[] = [];
    const dialog = await asking(sent);
    await userEvent.click(dialog.getByRole("checkbox", { name: "Відкликати й токени API" }));
    await userEvent.click(dialog.getByRole("button", { name: "Вийти всюди" }));
    expect(await screen.findByLabelText("Електронна пошта")).toBeDefined();
    expect(sent).toEqual([{ tokens: true }]);
  });
});
