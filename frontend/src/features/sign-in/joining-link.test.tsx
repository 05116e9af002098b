import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { BASE, OFFER, REQUEST } from "@/testing/joining-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("a link into a group", () => {
  it("is taken out of the address and leads to a request, or to a seat", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      "POST /api/v1/invitations/offer": { ...OFFER, ends_on: "2027-01-31" },
      "POST /api/v1/invitations/use": async (request: Request) => {
        sent.push(await request.json());
        return { group: OFFER.group, seated: false, lapsed: false, request: REQUEST };
      },
    });
    renderApp("/join#secret-words");
    expect(await screen.findByRole("heading", { name: "Безпека громади" })).toBeTruthy();
    expect(await screen.findByText("До кінця дня 5 грудня")).toBeTruthy();
    expect(screen.getByText("Місце до кінця дня 31 січня 2027")).toBeTruthy();
    expect(window.location.hash).toBe("");
    await userEvent.type(await screen.findByLabelText("Ваша посада"), "лікарка");
    await userEvent.type(screen.getByLabelText("Посада англійською (необов’язково)"), "physician ");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Долучитися" }));
    expect(await screen.findByText("Прохання надіслано")).toBeTruthy();
    const post = { position: "лікарка", position_en: "physician" };
    expect(sent).toEqual([{ secret: "secret-words", ...post, words: "" }]);
  });

  it("that gives no seat any more says so, and that a seat was asked for", async () => {
    mockApi({
      ...BASE,
      "POST /api/v1/invitations/offer": { ...OFFER, appoints: true },
      "POST /api/v1/invitations/use": { group: OFFER.group, seated: false, lapsed: true, request: REQUEST },
    });
    renderApp("/join#secret-words");
    await userEvent.click(await screen.findByRole("button", { name: "Долучитися" }));
    expect(await screen.findByText(/Це запрошення вже не дає місця/)).toBeTruthy();
    expect(screen.getByText("Прохання надіслано")).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
  });

  it("waits in the tab while somebody signs in", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      "POST /api/v1/invitations/offer": OFFER,
    });
    renderApp("/join#secret-words");
    const way = await screen.findByRole("link", { name: "Увійти" });
    expect(way.getAttribute("href")).toBe("/sign-in?next=%2Fjoin");
    await userEvent.click(way);
    expect(sessionStorage.getItem("viche.join")).toBe("secret-words");
  });

  it("that is over says so", async () => {
    mockApi({ ...BASE, "POST /api/v1/invitations/offer": new ProblemResponse(404, "not_found") });
    renderApp("/join#old");
    expect(await screen.findByText("Це запрошення не діє")).toBeTruthy();
  });

  it("makes an account for who has read the letter, and signs in with it", async () => {
    const sent: unknown[] = [];
    const proof = { email: "larysa@hospital.example", has_account: false };
    mockApi({
      ...BASE,
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      "POST /api/v1/invitations/offer": { ...OFFER, for_address: true, proof },
      "POST /api/v1/invitations/sign-up": async (request: Request) => {
        sent.push(await request.json());
        return { group: OFFER.group, seated: false, lapsed: false, request: REQUEST };
      },
      "GET /_allauth/browser/v1/config": {},
      "POST /_allauth/browser/v1/auth/login": async (request: Request) => {
        sent.push(await request.json());
        return {};
      },
    });
    renderApp("/join#of-a-letter");
    const make = await screen.findByRole("button", { name: "Створити запис і долучитися" });
    await userEvent.click(make);
    expect(screen.getByText("Впишіть ім’я та прізвище")).toBeTruthy();
    await userEvent.type(screen.getByLabelText("Ім’я та прізвище"), "Лариса Гук");
    await userEvent.type(screen.getByLabelText("Новий пароль"), "Вечір-біля-криниці-9");
    await userEvent.type(screen.getByLabelText("Ваша посада"), "лікарка");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(make);
    expect(await screen.findByText("Прохання надіслано")).toBeTruthy();
    expect(sent).toEqual([
      {
        secret: "of-a-letter",
        name_uk: "Лариса Гук",
        password: "Вечір-біля-криниці-9",
        language: "uk",
        position: "лікарка",
        position_en: "",
        words: "",
      },
      { email: "larysa@hospital.example", password: "Вечір-біля-криниці-9" },
    ]);
  });

  it("has a letter sent to who has no account and has proven no address", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      "POST /api/v1/invitations/offer": OFFER,
      "POST /api/v1/invitations/letters": async (request: Request) => {
        sent.push(await request.json());
        return null;
      },
    });
    renderApp("/join#for-anybody");
    const send = await screen.findByRole("button", { name: "Надіслати лист" });
    await userEvent.click(send);
    expect(screen.getByText("Впишіть адресу")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText("Електронна пошта"));
    await userEvent.keyboard("larysa@hospital.example");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(send);
    expect(await screen.findByText(/Лист у дорозі/)).toBeTruthy();
    expect(sent).toEqual([{ secret: "for-anybody", email: "larysa@hospital.example" }]);
  });

  it("sends who has an account already to sign in", async () => {
    const proof = { email: "larysa@hospital.example", has_account: true };
    mockApi({
      ...BASE,
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      "POST /api/v1/invitations/offer": { ...OFFER, for_address: true, proof },
    });
    renderApp("/join#of-a-letter");
    expect(await screen.findByText(/вже є обліковий запис/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "Увійти" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Створити запис/ })).toBeNull();
    expect(screen.queryByRole("button", { name: "Надіслати лист" })).toBeNull();
  });
});
