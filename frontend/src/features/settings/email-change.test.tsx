import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { EmailChangeOut } from "@/api/generated/types.gen";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const CHANGE = "/api/v1/me/email-change";
const AUTH = "/_allauth/browser/v1/auth";
const PENDING: EmailChangeOut = {
  email: "new@rada.example",
  state: "sent",
  asked_at: "2026-01-05T08:00:00Z",
  expires_at: "2999-01-06T08:00:00Z",
};
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/me/sessions": { items: [] },
  "GET /api/v1/tokens": { items: [] },
  "GET /api/v1/me/factors": { app_codes: null, passkeys: [], recovery_codes_left: null, demands: [] },
  [`GET ${CHANGE}`]: { pending: null },
};

setupPageTest();

describe("another address", () => {
  it("is asked for in the settings, after a proof, and waits there", async () => {
    let proven = false;
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      [`POST ${CHANGE}`]: async (request: Request) => {
        if (!proven) return new ProblemResponse(403, "proof_required");
        sent.push(await request.json());
        return { pending: PENDING };
      },
      [`POST ${AUTH}/reauthenticate`]: () => {
        proven = true;
        return {};
      },
    });
    renderApp("/settings/security");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Змінити електронну пошту" }));
    const dialog = await screen.findByRole("dialog", { name: "Змінити електронну пошту" });
    await user.click(within(dialog).getByRole("button", { name: "Надіслати лист" }));
    expect(within(dialog).getByText("Впишіть адресу")).toBeDefined();
    expect(await axeViolations(dialog)).toEqual([]);
    await user.type(within(dialog).getByLabelText("Нова адреса"), "new@rada.example{Enter}");
    const proof = await screen.findByRole("dialog", { name: "Підтвердьте, що це ви" });
    await user.type(within(proof).getByLabelText("Пароль"), "x{Enter}");
    expect(await screen.findByText(/Чекає підтвердження/)).toBeDefined();
    expect(sent).toEqual([{ email: "new@rada.example" }]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(await axeViolations()).toEqual([]);
  });

  it("can be sent again and cancelled while it waits", async () => {
    let pending: EmailChangeOut | null = { ...PENDING, state: "failed", expires_at: null };
    const { asked } = mockApi({
      ...BASE,
      [`GET ${CHANGE}`]: () => ({ pending }),
      [`POST ${CHANGE}`]: () => ({ pending: PENDING }),
      [`DELETE ${CHANGE}`]: () => {
        pending = null;
      },
    });
    renderApp("/settings/security");
    const user = userEvent.setup();
    expect(await screen.findByText(/не вдалося надіслати/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Надіслати ще раз" }));
    expect(await screen.findByText(/Чекає підтвердження/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Скасувати зміну адреси" }));
    await waitFor(() => expect(screen.queryByText(PENDING.email)).toBeNull());
    expect(asked).toContain(`DELETE ${CHANGE}`);
  });

  it("names a bad one at its field", async () => {
    const problem = {
      type: "",
      title: "",
      status: 422,
      detail: "",
      code: "invalid",
      errors: [{ pointer: "/email", code: "same", message: "Це й так ваша адреса." }],
      request_id: "r",
    };
    mockApi({ ...BASE, [`POST ${CHANGE}`]: () => Response.json(problem, { status: 422 }) });
    renderApp("/settings/security");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Змінити електронну пошту" }));
    await user.type(await screen.findByLabelText("Нова адреса"), `${ME.email}{Enter}`);
    expect(await screen.findByText("Це й так ваша адреса.")).toBeDefined();
  });
});

describe("the link in the letter", () => {
  it("is confirmed by who is signed in, and stays in no address", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      [`GET ${CHANGE}`]: { pending: PENDING },
      [`POST ${CHANGE}/confirm`]: async (request: Request) => {
        sent.push(await request.json());
        return { ...ME, email: PENDING.email };
      },
    });
    renderApp("/confirm-email#the-secret");
    const button = await screen.findByRole("button", { name: "Підтвердити адресу" });
    expect(window.location.hash).toBe("");
    expect(await screen.findByText(PENDING.email)).toBeDefined();
    expect(sent).toEqual([]);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(button);
    expect(await screen.findByText(/Адресу змінено/)).toBeDefined();
    expect(sent).toEqual([{ secret: "the-secret" }]);
  });

  it("waits for a sign-in without going into an address, and says when it opens nothing", async () => {
    let signedIn = false;
    mockApi({
      ...BASE,
      "GET /api/v1/me": () => (signedIn ? ME : new ProblemResponse(401, "signed_out")),
      "GET /_allauth/browser/v1/config": {},
      [`POST ${AUTH}/login`]: () => {
        signedIn = true;
        return {};
      },
      [`GET ${CHANGE}`]: { pending: PENDING },
      [`POST ${CHANGE}/confirm`]: new ProblemResponse(409, "email_taken"),
    });
    renderApp("/confirm-email#the-secret");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("link", { name: "Увійти" }));
    await user.type(await screen.findByLabelText("Електронна пошта"), ME.email);
    await user.type(screen.getByLabelText("Пароль"), "x");
    expect(window.location.href).not.toContain("the-secret");
    await user.click(screen.getByRole("button", { name: "Увійти" }));
    await user.click(await screen.findByRole("button", { name: "Підтвердити адресу" }));
    expect(await screen.findByRole("alert")).toBeDefined();
    expect(screen.getByRole("button", { name: "Підтвердити адресу" })).toBeDefined();
  });

  it("says so when nothing waits any more", async () => {
    mockApi(BASE);
    renderApp("/confirm-email#old");
    expect(await screen.findByText(/Це посилання вже використано/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });
});
