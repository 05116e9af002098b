import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { FactorsOut } from "@/api/generated/types.gen";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const AUTH = "/_allauth/browser/v1/auth";
const FACTORS = "/api/v1/me/factors";
const NONE: FactorsOut = { app_codes: null, passkeys: [], recovery_codes_left: null, demands: [] };
const CODES = Array.from({ length: 10 }, (_, nth) => `7Q2RM-X4K0${nth}`);
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/me/sessions": { items: [] },
  "GET /api/v1/tokens": { items: [] },
  "GET /api/v1/tokens/scopes": { items: [] },
  [`GET ${FACTORS}`]: NONE,
};

function pending(types: string[]): Response {
  const flows = [{ id: "login" }, { id: "mfa_authenticate", is_pending: true, types }];
  return Response.json({ status: 401, data: { flows } }, { status: 401 });
}

setupPageTest();

describe("the second step of a sign-in", () => {
  it("asks for a code after the password, and goes on when it is right", async () => {
    let signedIn = false;
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/me": () => (signedIn ? ME : new ProblemResponse(401, "signed_out")),
      "GET /_allauth/browser/v1/config": {},
      [`POST ${AUTH}/login`]: () => pending(["totp", "recovery_codes"]),
      [`POST ${AUTH}/2fa/authenticate`]: async (request: Request) => {
        sent.push(await request.json());
        signedIn = true;
        return {};
      },
    });
    renderApp("/sign-in");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Електронна пошта"), "a@b.example");
    await user.type(screen.getByLabelText("Пароль"), "x");
    await user.click(screen.getByRole("button", { name: "Увійти" }));
    const field = await screen.findByLabelText("Код");
    expect(await axeViolations(document.body)).toEqual([]);
    await user.type(field, "123456{Enter}");
    expect(await screen.findByRole("heading", { name: "На сьогодні все" })).toBeDefined();
    expect(sent).toEqual([{ code: "123456" }]);
  });

  it.each([
    [61, "2 хвилини"],
    [3 * 3600 - 20, "3 години"],
  ])("says how long to wait after too many codes: %i seconds", async (seconds, words) => {
    mockApi({
      ...BASE,
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      "GET /_allauth/browser/v1/config": {},
      [`POST ${AUTH}/login`]: () => pending(["totp"]),
      [`POST ${AUTH}/2fa/authenticate`]: () =>
        Response.json({ status: 429 }, { status: 429, headers: { "Retry-After": String(seconds) } }),
    });
    renderApp("/sign-in");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Електронна пошта"), "a@b.example");
    await user.type(screen.getByLabelText("Пароль"), "x");
    await user.click(screen.getByRole("button", { name: "Увійти" }));
    await user.type(await screen.findByLabelText("Код"), "123456{Enter}");
    expect(await screen.findByText(new RegExp(`Зачекайте ${words}`))).toBeDefined();
  });
});

describe("a role that needs a second factor", () => {
  it("leads to where it is set up, and back", async () => {
    let factors: FactorsOut = {
      ...NONE,
      demands: [
        { role: { uk: "фасилітатор", en: "facilitator" }, demand: "any", since: "2026-01-01T00:00:00Z" },
      ],
    };
    const due = () => (factors.demands.length > 0 ? "2026-01-01T00:00:00Z" : null);
    mockApi({
      ...BASE,
      "GET /api/v1/me": () => ({ ...ME, factor_due_at: due() }),
      [`GET ${FACTORS}`]: () => factors,
      [`POST ${FACTORS}/app-codes/setup`]: { secret: "ABCDEFGH", address: "otpauth://", qr: "<svg/>" },
      [`POST ${FACTORS}/app-codes`]: () => {
        factors = { ...NONE, app_codes: { created_at: "2026-01-01T00:00:00Z", last_used_at: null } };
        return { recovery_codes: CODES };
      },
    });
    renderApp("/");
    expect(await screen.findByText(/Роль «фасилітатор» потребує/)).toBeDefined();
    expect(await axeViolations(document.body)).toEqual([]);
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Налаштувати коди із застосунку" }));
    const setup = await screen.findByRole("dialog", { name: "Коди із застосунку" });
    expect(within(setup).getByText("ABCD EFGH")).toBeDefined();
    await user.type(within(setup).getByLabelText("Код, який показує застосунок"), "123456{Enter}");
    const codes = await screen.findByRole("dialog", { name: "Резервні коди" });
    expect(within(codes).getAllByRole("listitem")).toHaveLength(10);
    expect(await axeViolations(codes)).toEqual([]);
    await user.click(within(codes).getByRole("button", { name: "Коди збережено" }));
    await user.click(await screen.findByRole("button", { name: "Продовжити" }));
    expect(await screen.findByRole("heading", { name: "На сьогодні все" })).toBeDefined();
  });

  it("tells beforehand from which day on", async () => {
    mockApi({ ...BASE, "GET /api/v1/me": { ...ME, factor_due_at: "2999-12-01T10:00:00Z" } });
    renderApp("/");
    expect(await screen.findByText(/З 1 грудня 2999/)).toBeDefined();
    expect(await axeViolations(document.body)).toEqual([]);
  });
});

describe("a change of how one signs in", () => {
  it("asks who it is when the server wants to know, and then goes on", async () => {
    let proven = false;
    const { asked } = mockApi({
      ...BASE,
      [`GET ${FACTORS}`]: {
        ...NONE,
        app_codes: { created_at: "2026-01-01T00:00:00Z", last_used_at: null },
        recovery_codes_left: 3,
      },
      [`DELETE ${FACTORS}/app-codes`]: () =>
        proven ? undefined : new ProblemResponse(403, "proof_required"),
      [`POST ${AUTH}/2fa/reauthenticate`]: () => {
        proven = true;
        return {};
      },
    });
    renderApp("/settings/security");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Вимкнути коди із застосунку" }));
    await user.click(await screen.findByRole("button", { name: "Вимкнути" }));
    const dialog = await screen.findByRole("dialog", { name: "Підтвердьте, що це ви" });
    expect(await axeViolations(dialog)).toEqual([]);
    await user.type(within(dialog).getByLabelText("Код"), "123456{Enter}");
    await waitFor(() => expect(asked.filter((one) => one === `DELETE ${FACTORS}/app-codes`)).toHaveLength(2));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});
