import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type {
  GroupOut,
  InvitationOut,
  JoinRequestOut,
  OfferOut,
  OrganisationOut,
} from "@/api/generated/types.gen";
import { faults, inFreshBrowsers, open, QUIET } from "./test-page";
import { Refusal, serve } from "./test-server";

const HOSPITAL = {
  id: "hospital",
  name: { uk: "Лікарня", en: "Hospital" },
  short_name: { uk: "Лікарня", en: "Hospital" },
  on_behalf: { uk: "лікарні", en: "the hospital" },
  sector: "health" as const,
};
const GROUP_NAME = { uk: "Безпека громади", en: "Community safety" };
const PLACE = {
  id: "place",
  name: { uk: "Калинодільська громада", en: "Kalynodil hromada" },
  level: "hromada" as const,
};
const GUEST = { id: "guest", name: { uk: "Лариса Гук", en: "Larysa Huk" }, gender: "feminine" as const };

const GROUP: GroupOut = {
  id: "group-1",
  name: GROUP_NAME,
  purpose: { uk: "Разом", en: "Together" },
  territory: PLACE,
  parent: null,
  state: "active",
  visibility: "listed",
  mandate_document: "",
  cadence: { uk: "", en: "" },
  quorum: 3,
  time_zone: "Europe/Kyiv",
  founded_on: "2025-02-27",
  sectors: [],
  member_count: 1,
  version: 1,
  role: "facilitator",
  unread: 0,
  allowed: ["read", "invite", "add_member"],
  seq: 0,
};

const REQUEST: JoinRequestOut = {
  id: "request-1",
  group: { id: "group-1", name: GROUP_NAME },
  person: GUEST,
  organisation: HOSPITAL,
  role: "member",
  position: { uk: "лікарка", en: "physician" },
  words: "Хочу допомогти з безпекою лікарні",
  state: "pending",
  asked_at: "2026-11-24T08:00:00Z",
  decided_at: null,
  decided_by: null,
  reason: "",
  allowed: ["read", "admit", "decline"],
};

const LINK: InvitationOut = {
  id: "link-1",
  organisation: HOSPITAL,
  role: "member",
  email: "",
  for_address: false,
  letter: null,
  position: { uk: "", en: "" },
  document: "",
  ends_on: null,
  uses: 10,
  used: 2,
  created_at: "2026-11-20T08:00:00Z",
  created_by: GUEST,
  expires_at: "2026-12-05T22:00:00Z",
  opens: true,
  allowed: ["read", "revoke"],
};

const OFFER: OfferOut = {
  group: { id: "group-1", name: GROUP_NAME },
  territory: PLACE,
  organisation: HOSPITAL,
  role: "member",
  position: { uk: "", en: "" },
  appoints: false,
  for_address: false,
  ends_on: null,
  proof: null,
  expires_at: "2026-12-05T22:00:00Z",
};

const ORGANISATION: OrganisationOut = {
  ...HOSPITAL,
  parent: null,
  territories: [PLACE],
  verified_at: null,
  verified_document: "",
  version: 1,
} as OrganisationOut;

const BASE = {
  ...QUIET,
  "GET /api/v1/groups/group-1": GROUP,
  "GET /api/v1/groups/group-1/join-requests": { items: [REQUEST], next_cursor: null },
  "GET /api/v1/groups/group-1/invitations": { items: [LINK], next_cursor: null },
  "GET /api/v1/organisations": { items: [ORGANISATION], next_cursor: null },
};

inFreshBrowsers();

describe("new members", () => {
  it("shows who asks, in their words, and gives the seat", async () => {
    const sent: unknown[] = [];
    let waiting = [REQUEST];
    serve({
      ...BASE,
      "GET /api/v1/groups/group-1/join-requests": (_request: Request) => ({
        items: waiting,
        next_cursor: null,
      }),
      "POST /api/v1/join-requests/request-1": async (request: Request) => {
        sent.push(await request.json());
        waiting = [];
        return { ...REQUEST, state: "admitted" };
      },
    });
    open("/groups/group-1/joining");
    expect(await screen.findByText(/Хочу допомогти/)).toBeTruthy();
    expect(await faults()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Прийняти: Лариса Гук" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText(/Документ про призначення/), "Лист № 3");
    await userEvent.click(within(dialog).getByRole("button", { name: "Надати місце" }));
    await waitFor(() => expect(screen.queryByText(/Хочу допомогти/)).toBeNull());
    expect(sent).toEqual([{ to: "admitted", role: "member", document: "Лист № 3" }]);
  });

  it("makes a link for many and shows it once, with its code", async () => {
    const sent: Record<string, unknown>[] = [];
    serve({
      ...BASE,
      "POST /api/v1/groups/group-1/invitations": async (request: Request) => {
        sent.push(await request.json());
        return { ...LINK, link: "http://localhost/join#secret-words", qr: "<svg/>" };
      },
    });
    open("/groups/group-1/joining");
    await userEvent.click(await screen.findByRole("button", { name: "Запросити" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("radio", { name: /Усіх, хто матиме/ }));
    await userEvent.click(within(dialog).getByRole("button", { name: "Створити посилання" }));
    expect(within(dialog).getByText("Виберіть організацію")).toBeTruthy();
    expect(sent).toEqual([]);
    await userEvent.click(within(dialog).getByLabelText("Організація"));
    await userEvent.click(await screen.findByRole("option", { name: /Лікарня/, hidden: true }));
    await userEvent.type(within(dialog).getByLabelText(/Діє до кінця дня/), "05.12.2026");
    expect(await faults(dialog)).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Створити посилання" }));
    expect(await screen.findByText("http://localhost/join#secret-words")).toBeTruthy();
    expect(screen.getByText("До кінця дня 5 грудня")).toBeTruthy();
    expect(screen.getByText(/ · до кінця дня 5 грудня$/i)).toBeTruthy();
    expect(sent[0]).toMatchObject({ organisation: "hospital", role: "member", uses: 10, email: "" });
    expect(sent[0]?.expires_at).toBe("2026-12-05T22:00:00.000Z");
  });
});

describe("an invitation to one address", () => {
  const LETTER: InvitationOut = {
    ...LINK,
    id: "letter-1",
    email: "larysa@hospital.example",
    for_address: true,
    letter: { state: "sent", at: "2026-11-26T08:05:00Z" },
    uses: 1,
    used: 0,
    allowed: ["read", "send", "revoke"],
  };

  it("says what became of its letter, and sends it anew", async () => {
    let letter = LETTER.letter;
    const sent: string[] = [];
    serve({
      ...BASE,
      "GET /api/v1/groups/group-1/invitations": (_request: Request) => ({
        items: [{ ...LETTER, letter }],
        next_cursor: null,
      }),
      "POST /api/v1/invitations/letter-1/letters": (request: Request) => {
        sent.push(request.method);
        letter = { state: "waiting", at: "2026-11-26T09:00:00Z" };
        return { ...LETTER, letter };
      },
    });
    open("/groups/group-1/joining");
    expect(await screen.findByText(/Лист надіслано 26 листопада, 10:05/)).toBeTruthy();
    expect(screen.getByText(/до кінця дня 5 грудня/)).toBeTruthy();
    expect(await faults()).toEqual([]);
    const again = "Надіслати ще раз: larysa@hospital.example";
    await userEvent.click(screen.getByRole("button", { name: again }));
    expect(await screen.findByText(/Лист надсилаємо/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: again })).toBeNull();
    expect(sent).toEqual(["POST"]);
  });

  it("says when no mail server takes the letter, and when the address is forgotten", async () => {
    const refused: InvitationOut = { ...LETTER, letter: { state: "failed", at: "2026-11-26T08:05:00Z" } };
    const old: InvitationOut = {
      ...LETTER,
      id: "letter-0",
      email: "",
      letter: null,
      opens: false,
      allowed: ["read"],
    };
    serve({
      ...BASE,
      "GET /api/v1/groups/group-1/invitations": { items: [refused, old], next_cursor: null },
    });
    open("/groups/group-1/joining");
    expect(await screen.findByText(/Поштовий сервер не прийняв листа/)).toBeTruthy();
    expect(screen.getByText(/адресу вже стерто/)).toBeTruthy();
  });
});

describe("a link into a group", () => {
  it("is taken out of the address and leads to a request, or to a seat", async () => {
    const sent: unknown[] = [];
    serve({
      ...BASE,
      "POST /api/v1/invitations/offer": OFFER,
      "POST /api/v1/invitations/use": async (request: Request) => {
        sent.push(await request.json());
        return { group: OFFER.group, seated: false, request: REQUEST };
      },
    });
    open("/join#secret-words");
    expect(await screen.findByRole("heading", { name: "Безпека громади" })).toBeTruthy();
    expect(await screen.findByText("До кінця дня 5 грудня")).toBeTruthy();
    expect(window.location.hash).toBe("");
    await userEvent.type(await screen.findByLabelText("Ваша посада"), "лікарка");
    expect(await faults()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Долучитися" }));
    expect(await screen.findByText("Прохання надіслано")).toBeTruthy();
    expect(sent).toEqual([{ secret: "secret-words", position: "лікарка", words: "" }]);
  });

  it("waits in the tab while somebody signs in", async () => {
    serve({
      ...BASE,
      "GET /api/v1/me": new Refusal(401, "signed_out"),
      "POST /api/v1/invitations/offer": OFFER,
    });
    open("/join#secret-words");
    const way = await screen.findByRole("link", { name: "Увійти" });
    expect(way.getAttribute("href")).toBe("/sign-in?next=%2Fjoin");
    await userEvent.click(way);
    expect(sessionStorage.getItem("viche.join")).toBe("secret-words");
  });

  it("that is over says so", async () => {
    serve({ ...BASE, "POST /api/v1/invitations/offer": new Refusal(404, "not_found") });
    open("/join#old");
    expect(await screen.findByText("Це запрошення не діє")).toBeTruthy();
  });

  it("makes an account for who has read the letter, and signs in with it", async () => {
    const sent: unknown[] = [];
    const proof = { email: "larysa@hospital.example", has_account: false };
    serve({
      ...BASE,
      "GET /api/v1/me": new Refusal(401, "signed_out"),
      "POST /api/v1/invitations/offer": { ...OFFER, for_address: true, proof },
      "POST /api/v1/invitations/sign-up": async (request: Request) => {
        sent.push(await request.json());
        return { group: OFFER.group, seated: false, request: REQUEST };
      },
      "GET /_allauth/browser/v1/config": {},
      "POST /_allauth/browser/v1/auth/login": async (request: Request) => {
        sent.push(await request.json());
        return {};
      },
    });
    open("/join#of-a-letter");
    const make = await screen.findByRole("button", { name: "Створити запис і долучитися" });
    await userEvent.click(make);
    expect(screen.getByText("Впишіть ім’я та прізвище")).toBeTruthy();
    await userEvent.type(screen.getByLabelText("Ім’я та прізвище"), "Лариса Гук");
    await userEvent.type(screen.getByLabelText("Новий пароль"), "Вечір-біля-криниці-9");
    await userEvent.type(screen.getByLabelText("Ваша посада"), "лікарка");
    expect(await faults()).toEqual([]);
    await userEvent.click(make);
    expect(await screen.findByText("Прохання надіслано")).toBeTruthy();
    expect(sent).toEqual([
      {
        secret: "of-a-letter",
        name_uk: "Лариса Гук",
        password: "Вечір-біля-криниці-9",
        language: "uk",
        position: "лікарка",
        words: "",
      },
      { email: "larysa@hospital.example", password: "Вечір-біля-криниці-9" },
    ]);
  });

  it("has a letter sent to who has no account and has proven no address", async () => {
    const sent: unknown[] = [];
    serve({
      ...BASE,
      "GET /api/v1/me": new Refusal(401, "signed_out"),
      "POST /api/v1/invitations/offer": OFFER,
      "POST /api/v1/invitations/letters": async (request: Request) => {
        sent.push(await request.json());
        return null;
      },
    });
    open("/join#for-anybody");
    const send = await screen.findByRole("button", { name: "Надіслати лист" });
    await userEvent.click(send);
    expect(screen.getByText("Впишіть адресу")).toBeTruthy();
    await userEvent.type(screen.getByLabelText("Електронна пошта"), "larysa@hospital.example");
    expect(await faults()).toEqual([]);
    await userEvent.click(send);
    expect(await screen.findByText(/Лист у дорозі/)).toBeTruthy();
    expect(sent).toEqual([{ secret: "for-anybody", email: "larysa@hospital.example" }]);
  });

  it("sends who has an account already to sign in", async () => {
    const proof = { email: "larysa@hospital.example", has_account: true };
    serve({
      ...BASE,
      "GET /api/v1/me": new Refusal(401, "signed_out"),
      "POST /api/v1/invitations/offer": { ...OFFER, for_address: true, proof },
    });
    open("/join#of-a-letter");
    expect(await screen.findByText(/вже є обліковий запис/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "Увійти" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Створити запис/ })).toBeNull();
    expect(screen.queryByRole("button", { name: "Надіслати лист" })).toBeNull();
  });
});
