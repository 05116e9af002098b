import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Me, PersonOut } from "@/api/generated/types.gen";
import { chooseFromMenu } from "@/testing/forms";
import { axeViolations, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const ADMINISTRATOR: Me = {
  ...ME,
  email: "admin@kalynodil.example",
  name: { uk: "Ігор Лис", en: "Ihor Lys" },
  gender: "masculine",
  is_administrator: true,
};

const OKSANA: PersonOut = {
  id: "person-1",
  email: "oksana@kalynodil.example",
  name: { uk: "Оксана Гай", en: "Oksana Hai" },
  is_active: true,
  deactivation_reason: "",
  is_administrator: false,
  has_password: false,
  created_at: "2026-01-05T08:00:00Z",
  last_sign_in_at: null,
  allowed: ["invite", "deactivate", "rename", "sign_out", "make_administrator"],
  version: 3,
};

const BASE = {
  "GET /api/v1/me": ADMINISTRATOR,
  "GET /api/v1/notifications": { items: [], next_cursor: null },
  "GET /api/v1/people": { items: [OKSANA], next_cursor: null },
};

const LINK = {
  email: OKSANA.email,
  name: OKSANA.name,
  first: true,
  expires_at: "2026-01-12T08:00:00Z",
};

setupPageTest();

describe("a forgotten password", () => {
  it("is asked for by address, and the page promises nothing of who has it", async () => {
    const { asked } = mockApi({ "POST /api/v1/password-resets": undefined });
    renderApp("/forgotten-password");
    await userEvent.type(await screen.findByLabelText("Електронна пошта"), OKSANA.email);
    await userEvent.click(screen.getByRole("button", { name: "Надіслати посилання" }));
    expect(await screen.findByText(/лист із посиланням уже в дорозі/)).toBeDefined();
    expect(asked).toContain("POST /api/v1/password-resets");
    expect(await axeViolations()).toEqual([]);
  });
});

describe("a link to set a password", () => {
  it("takes its secret out of the address and sets the password", async () => {
    const bodies: unknown[] = [];
    mockApi({
      "POST /api/v1/password-links/read": LINK,
      "POST /api/v1/password-links/use": async (request: Request) => void bodies.push(await request.json()),
    });
    renderApp("/set-password#the-secret");
    const field = await screen.findByLabelText("Новий пароль");
    expect(window.location.hash).toBe("");
    expect(await axeViolations()).toEqual([]);
    await userEvent.type(field, "коротко");
    await userEvent.click(screen.getByRole("button", { name: "Зберегти пароль" }));
    expect(await screen.findByText("Додайте ще 5 знаків")).toBeDefined();
    expect(bodies).toEqual([]);
    await userEvent.type(field, " і ясно");
    await userEvent.click(screen.getByRole("button", { name: "Зберегти пароль" }));
    expect(await screen.findByText(/Пароль задано/)).toBeDefined();
    expect(bodies).toEqual([{ secret: "the-secret", password: "коротко і ясно" }]);
  });

  it("says that it opens nothing any more, and makes way for another in the same tab", async () => {
    const known = async (request: Request) =>
      (await request.json()).secret === "new" ? LINK : new ProblemResponse(404, "link_invalid");
    mockApi({ "POST /api/v1/password-links/read": known });
    renderApp("/set-password#old");
    expect(await screen.findByRole("link", { name: "Попросити нове посилання" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    window.location.hash = "new";
    expect(await screen.findByLabelText("Новий пароль")).toBeDefined();
  });
});

const choose = (step: string) => chooseFromMenu("Дії: Оксана Гай", step);

describe("the accounts", () => {
  it("are found, and one is deactivated with its reason", async () => {
    const bodies: unknown[] = [];
    const { asked } = mockApi({
      ...BASE,
      "POST /api/v1/people/person-1/deactivation": async (request: Request) => {
        bodies.push(await request.json());
        return { ...OKSANA, is_active: false, allowed: ["reactivate"] };
      },
    });
    renderApp("/people");
    const row = (await screen.findByText("Оксана Гай")).closest("li") as HTMLElement;
    expect(within(row).getByText(/ще без пароля/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.type(screen.getByLabelText("Ім’я або адреса"), "гай");
    await waitFor(() => expect(asked.some((one) => one.includes("q=%D0%B3%D0%B0%D0%B9"))).toBe(true));
    await choose("Вимкнути обліковий запис");
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Вимкнути" }));
    expect(within(dialog).getByText("Поясніть причину")).toBeDefined();
    await userEvent.type(within(dialog).getByLabelText("Причина"), "Звільнення");
    await userEvent.click(within(dialog).getByRole("button", { name: "Вимкнути" }));
    await waitFor(() => expect(bodies).toEqual([{ reason: "Звільнення" }]));
  });

  it("have names that are corrected with a reason", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      "PATCH /api/v1/people/person-1": async (request: Request) => {
        sent.push([request.headers.get("If-Match"), await request.json()]);
        return { ...OKSANA, version: 4 };
      },
    });
    renderApp("/people");
    await choose("Виправити ім’я");
    const dialog = await screen.findByRole("dialog", { name: "Виправити ім’я" });
    const name = within(dialog).getByLabelText("Ім’я та прізвище українською");
    await userEvent.clear(name);
    await userEvent.click(within(dialog).getByRole("button", { name: "Виправити" }));
    expect(within(dialog).getByText("Напишіть ім’я")).toBeDefined();
    expect(within(dialog).getByText("Поясніть причину")).toBeDefined();
    await userEvent.type(name, "Оксана Гай-Нижник");
    await userEvent.type(within(dialog).getByLabelText("Причина"), "Шлюб");
    expect(await axeViolations(dialog)).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Виправити" }));
    const body = { name_uk: "Оксана Гай-Нижник", name_en: "Oksana Hai", reason: "Шлюб" };
    await waitFor(() => expect(sent).toEqual([['"3"', body]]));
  });

  it("get administrator rights requested after a fresh proof, and wait for a second person", async () => {
    let proven = false;
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/me/factors": { passkeys: [], app_codes: null, recovery_codes_left: null, lacks: [] },
      "POST /api/v1/people/person-1/administration": async (request: Request) => {
        if (!proven) return new ProblemResponse(403, "proof_required");
        sent.push(await request.json());
        return {
          id: "approval-1",
          state: "pending",
          summary: OKSANA.name,
          requested_at: "2026-12-01T08:00:00Z",
        };
      },
      "POST /_allauth/browser/v1/auth/reauthenticate": () => {
        proven = true;
        return {};
      },
    });
    renderApp("/people");
    await choose("Надати права адміністратора");
    const dialog = await screen.findByRole("dialog", { name: "Надати права адміністратора?" });
    await userEvent.type(within(dialog).getByLabelText("Причина"), "Наказ № 12");
    await userEvent.click(within(dialog).getByRole("button", { name: "Надати" }));
    const proof = await screen.findByRole("dialog", { name: "Підтвердьте, що це ви" });
    await userEvent.type(within(proof).getByLabelText("Пароль"), "x{Enter}");
    await waitFor(() => expect(sent).toEqual([{ reason: "Наказ № 12" }]));
    expect(await screen.findByText("Ще не діє: чекає на підтвердження другої особи")).toBeDefined();
    expect(screen.getByRole("button", { name: "До запиту" })).toBeDefined();
  });

  it("are reactivated by who has just proved who they are", async () => {
    let proven = false;
    const { asked } = mockApi({
      ...BASE,
      "GET /api/v1/people": { items: [{ ...OKSANA, is_active: false, allowed: ["reactivate"] }], next: null },
      "GET /api/v1/me/factors": { passkeys: [], app_codes: null, recovery_codes_left: null, lacks: [] },
      "DELETE /api/v1/people/person-1/deactivation": () =>
        proven ? undefined : new ProblemResponse(403, "proof_required"),
      "POST /_allauth/browser/v1/auth/reauthenticate": () => {
        proven = true;
        return {};
      },
    });
    renderApp("/people");
    await userEvent.click(await screen.findByRole("button", { name: "Увімкнути: Оксана Гай" }));
    const proof = await screen.findByRole("dialog", { name: "Підтвердьте, що це ви" });
    await userEvent.type(within(proof).getByLabelText("Пароль"), "x{Enter}");
    expect(await screen.findByText("Обліковий запис увімкнено")).toBeDefined();
    expect(asked.filter((one) => one.startsWith("DELETE"))).toHaveLength(2);
  });

  it("are not there for who runs nothing", async () => {
    mockApi({ ...BASE, "GET /api/v1/people": new ProblemResponse(403, "forbidden") });
    renderApp("/people");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
  });

  it("say of an erased person that they were erased, and of no reason nothing", async () => {
    const off = { ...OKSANA, is_active: false, allowed: [] };
    const erased = {
      ...off,
      id: "person-2",
      email: "0197@erased.invalid",
      name: { uk: "Учасник № 7", en: "" },
    };
    mockApi({ ...BASE, "GET /api/v1/people": { items: [off, erased], next_cursor: null } });
    renderApp("/people");
    expect(await screen.findByText("стерто")).toBeDefined();
    expect(screen.getByText(/^обліковий запис вимкнено/)).toBeDefined();
    expect(screen.queryByText(/вимкнено:/)).toBeNull();
  });
});
