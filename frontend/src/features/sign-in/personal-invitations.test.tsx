import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PersonalInvitationOut, PersonalOfferOut } from "@/api/generated/types.gen";
import { makePage } from "@/testing/factories";
import { captureRequests, pick } from "@/testing/forms";
import { NOTHING, TERRITORY } from "@/testing/group-samples";
import { ORGANISATION, POLICE } from "@/testing/members-samples";
import { aThread, THREAD_ID } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const ADDRESS = "larysa@police.example";
const NOBODY = new ProblemResponse(422, "invalid", [
  { pointer: "/email", code: "not_found", message: "З цією адресою ніхто не входить." },
]);
const OFFERED = {
  offered: "administration" as const,
  organisation: POLICE,
  territory: null,
  office: null,
  thing: null,
  access: null,
  document: "Наказ № 8",
  ends_at: null,
  expires_at: "2026-12-05T22:00:00Z",
};
const OFFER: PersonalOfferOut = {
  ...OFFERED,
  invited_by: { id: "me", name: ME.name, gender: "feminine" },
  holds: true,
  proof: { email: ADDRESS, has_account: false },
};
const MADE: PersonalInvitationOut = {
  ...OFFERED,
  invited_by: { id: "somebody", name: { uk: "Остап Рудик", en: "Ostap Rudyk" }, gender: "masculine" },
  id: "invitation-1",
  thing_id: null,
  email: ADDRESS,
  letter: { state: "sent", why: null, at: "2026-11-26T08:00:00Z" },
  created_at: "2026-11-26T08:00:00Z",
  used_at: null,
  opens: true,
  allowed: ["read", "send", "revoke"],
};
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/notifications": NOTHING,
  "GET /api/v1/organisations?parent=org-1": NOTHING,
  "GET /api/v1/organisations/org-1": {
    ...ORGANISATION,
    allowed: ["read", "see_record", "set_administrators"],
  },
  "GET /api/v1/organisations/org-1/mandates": NOTHING,
  "GET /api/v1/organisations/org-1/administrators": NOTHING,
  "GET /api/v1/organisations/org-1/verification": NOTHING,
  "GET /api/v1/personal-invitations?about=org-1": makePage(MADE),
  "DELETE /api/v1/personal-invitations/invitation-1": undefined,
  "POST /api/v1/personal-invitations/invitation-1/letters": MADE,
};

const WRONG = "Сервер цього не приймає.";
const refusing = (pointer: string) =>
  new ProblemResponse(422, "invalid", [{ pointer, code: "invalid", message: WRONG }]);

/** A dialog behind a button of the page, and how it is filled in. */
async function opened(button: string) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: button }));
  const dialog = await screen.findByRole("dialog");
  return {
    user,
    dialog,
    type: (label: string, words: string) => user.type(within(dialog).getByLabelText(label), words),
    press: async (name: string) => user.click(await within(dialog).findByRole("button", { name })),
  };
}

/** What the server says of a field is told by it, not only somewhere in the dialog. */
async function standsAt(dialog: HTMLElement, label: string): Promise<void> {
  await within(dialog).findByText(WRONG);
  const field = within(dialog).getByLabelText(label);
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ");
  const words = described.map((id) => document.getElementById(id)?.textContent);
  expect(words).toContain(WRONG);
  expect(await axeViolations(document.body)).toEqual([]);
}

setupPageTest();

describe("who has no account yet", () => {
  it("is invited to administer an organisation where naming them was refused", async () => {
    const { sent, take } = captureRequests(MADE);
    mockApi({
      ...BASE,
      "POST /api/v1/organisations/org-1/administrators": NOBODY,
      "POST /api/v1/organisations/org-1/administrators/invitations": take,
    });
    renderApp("/organisations/org-1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Назвати особу" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).queryByRole("button", { name: "Надіслати запрошення" })).toBeNull();
    await user.type(within(dialog).getByLabelText("Електронна пошта"), ADDRESS);
    await user.type(within(dialog).getByLabelText("Документ"), "Наказ № 8");
    await user.click(within(dialog).getByRole("button", { name: "Надати право" }));
    const invite = await within(dialog).findByRole("button", { name: "Надіслати запрошення" });
    expect(await axeViolations()).toEqual([]);
    await user.click(invite);
    expect(await screen.findByText("Запрошення надіслано")).toBeDefined();
    expect(sent).toEqual([[null, { email: ADDRESS, document: "Наказ № 8" }]]);
  });

  it("is told beside the field what is wrong with an invitation", async () => {
    mockApi({
      ...BASE,
      "POST /api/v1/organisations/org-1/administrators": NOBODY,
      "POST /api/v1/organisations/org-1/administrators/invitations": refusing("/document"),
    });
    renderApp("/organisations/org-1");
    const { dialog, type, press } = await opened("Назвати особу");
    await type("Електронна пошта", ADDRESS);
    await type("Документ", "Наказ № 8");
    await press("Надати право");
    await press("Надіслати запрошення");
    await standsAt(dialog, "Документ");
  });

  it("is told so of an office, too, until it is asked for anew", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/me": { ...ME, is_administrator: true },
      "GET /api/v1/offices": NOTHING,
      "GET /api/v1/territories": makePage(TERRITORY),
      "POST /api/v1/offices": NOBODY,
      "POST /api/v1/offices/invitations": refusing("/territory"),
    });
    renderApp("/offices");
    const { user, dialog, type, press } = await opened("Надати роль");
    await pick(user, within(dialog).getByRole("combobox", { name: "Територія" }), "Калинодільська громада");
    await type("Електронна пошта", ADDRESS);
    await type("Документ", "Розпорядження № 8");
    await press("Надати роль");
    await press("Надіслати запрошення");
    await standsAt(dialog, "Територія");
    await press("Надати роль");
    await waitFor(() => expect(within(dialog).queryByText(WRONG)).toBeNull());
  });

  it("is told that an office waits for a second person", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/me": { ...ME, is_administrator: true },
      "GET /api/v1/offices": NOTHING,
      "GET /api/v1/territories": makePage(TERRITORY),
      "POST /api/v1/offices": {
        id: "approval-1",
        state: "pending",
        summary: ME.name,
        requested_at: "2026-12-01T08:00:00Z",
      },
    });
    renderApp("/offices");
    const { user, dialog, type, press } = await opened("Надати роль");
    expect(within(dialog).getByText(/коли її підтвердить друга особа/)).toBeDefined();
    await pick(user, within(dialog).getByRole("combobox", { name: "Територія" }), "Калинодільська громада");
    await type("Електронна пошта", ADDRESS);
    await type("Документ", "Розпорядження № 8");
    await press("Надати роль");
    expect(await screen.findByText("Ще не діє: чекає на підтвердження другої особи")).toBeDefined();
    expect(screen.getByRole("button", { name: "До запиту" })).toBeDefined();
  });

  it("is told so of a share, too", async () => {
    const thread = `/api/v1/threads/${THREAD_ID}`;
    mockApi({
      ...BASE,
      [`GET ${thread}`]: aThread({ allowed: ["read", "share"] }),
      [`GET ${thread}/access/mine`]: { items: [] },
      [`GET /api/v1/personal-invitations?about=${THREAD_ID}`]: NOTHING,
      [`POST ${thread}/shares`]: NOBODY,
      [`POST ${thread}/shares/invitations`]: refusing("/until"),
    });
    renderApp(`/threads/${THREAD_ID}/access`);
    const { dialog, type, press } = await opened("Поділитися з гостем");
    await type("Електронна пошта гостя", ADDRESS);
    await type("До кінця якого дня", "05.12.2999");
    await type("Навіщо", "Порада лікарки");
    await press("Поділитися");
    await press("Надіслати запрошення");
    await standsAt(dialog, "До кінця якого дня");
  });

  it("stands in the list of who was invited: the letter is sent again, and it is revoked", async () => {
    const { asked } = mockApi(BASE);
    renderApp("/organisations/org-1");
    const list = await screen.findByRole("region", { name: "Запрошення листом" });
    expect(within(list).getByText(ADDRESS)).toBeDefined();
    expect(
      within(list).getByText(/Запрошує: Остап Рудик · лист надіслано · до кінця дня 5 грудня/),
    ).toBeDefined();
    await userEvent.click(within(list).getByRole("button", { name: `Надіслати ще раз: ${ADDRESS}` }));
    expect(await screen.findByText(/Посилання з попереднього більше не діє/)).toBeDefined();
    expect(asked).toContain("POST /api/v1/personal-invitations/invitation-1/letters");
    await userEvent.click(within(list).getByRole("button", { name: `Скасувати: ${ADDRESS}` }));
    expect(await screen.findByText("Запрошення скасовано")).toBeDefined();
    expect(asked).toContain("DELETE /api/v1/personal-invitations/invitation-1");
  });

  it("says why the letter did not arrive, as long as it opens anything", async () => {
    const letter = { state: "failed", why: "bounced", at: "2026-11-26T08:00:00Z" } as const;
    const over = { ...MADE, id: "invitation-2", opens: false, letter, allowed: ["read"] };
    mockApi({
      ...BASE,
      "GET /api/v1/personal-invitations?about=org-1": makePage({ ...MADE, letter }, over),
    });
    renderApp("/organisations/org-1");
    const list = await screen.findByRole("region", { name: "Запрошення листом" });
    expect(within(list).getAllByText(/за цією адресою нікого немає/)).toHaveLength(1);
    expect(within(list).getByText(/лист не доставлено · до кінця дня/)).toBeDefined();
  });
});

describe("the letter", () => {
  const NEW = { ...EMPTY_API, "GET /api/v1/me": new ProblemResponse(401, "signed_out") };

  it("says what is offered, makes an account and gives it", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...NEW,
      "POST /api/v1/personal-invitations/offer": OFFER,
      "POST /api/v1/personal-invitations/sign-up": async (request: Request) => {
        sent.push(await request.json());
      },
      "GET /_allauth/browser/v1/config": {},
      "POST /_allauth/browser/v1/auth/login": {},
    });
    renderApp("/invitation#of-a-letter");
    expect(await screen.findByText("Призначати представників: Відділ поліції № 3")).toBeDefined();
    const make = await screen.findByRole("button", { name: "Створити запис і погодитися" });
    await userEvent.type(screen.getByLabelText("Ім’я та прізвище"), "Лариса Гук");
    await userEvent.type(screen.getByLabelText("Новий пароль"), "Вечір-біля-криниці-9");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(make);
    expect(await screen.findByRole("heading", { name: "Готово" })).toBeDefined();
    expect(sent).toEqual([
      { secret: "of-a-letter", name_uk: "Лариса Гук", password: "Вечір-біля-криниці-9", language: "uk" },
    ]);
    expect(window.location.hash).toBe("");
  });

  it("is taken by who is signed in", async () => {
    const { sent, take } = captureRequests(undefined);
    mockApi({
      ...EMPTY_API,
      "POST /api/v1/personal-invitations/offer": {
        ...OFFER,
        offered: "share",
        organisation: null,
        thing: "action",
        access: "work",
        document: "",
      },
      "POST /api/v1/personal-invitations/taking": take,
    });
    renderApp("/invitation#of-a-letter");
    expect(await screen.findByText("Працювати над одним дорученням як гість")).toBeDefined();
    await userEvent.click(await screen.findByRole("button", { name: "Погодитися" }));
    expect(await screen.findByRole("heading", { name: "Готово" })).toBeDefined();
    expect(sent).toEqual([[null, { secret: "of-a-letter" }]]);
  });

  it("says of an office that it waits for a second person", async () => {
    mockApi({
      ...EMPTY_API,
      "POST /api/v1/personal-invitations/offer": {
        ...OFFER,
        offered: "office",
        organisation: null,
        territory: TERRITORY,
        office: "coordinator",
      },
      "POST /api/v1/personal-invitations/taking": undefined,
    });
    renderApp("/invitation#of-a-letter");
    await userEvent.click(await screen.findByRole("button", { name: "Погодитися" }));
    expect(await screen.findByText(/Роль почне діяти, коли її підтвердить друга особа/)).toBeDefined();
  });

  it("sends who has an account to sign in, and says when it is over", async () => {
    mockApi({
      ...NEW,
      "POST /api/v1/personal-invitations/offer": { ...OFFER, proof: { email: ADDRESS, has_account: true } },
    });
    renderApp("/invitation#of-a-letter");
    expect(await screen.findByText(/вже є обліковий запис/)).toBeDefined();
    expect(screen.getByRole("link", { name: "Увійти" }).getAttribute("href")).toBe(
      "/sign-in?next=%2Finvitation",
    );
    mockApi({ ...NEW, "POST /api/v1/personal-invitations/offer": { ...OFFER, holds: false } });
    renderApp("/invitation#not-given");
    expect(await screen.findByText("Той, хто його надіслав, уже не може цього надати.")).toBeDefined();
    expect(screen.queryByLabelText("Новий пароль")).toBeNull();
    mockApi({ ...NEW, "POST /api/v1/personal-invitations/offer": new ProblemResponse(404, "not_found") });
    renderApp("/invitation#another");
    expect(await screen.findByText("Це запрошення не діє")).toBeDefined();
  });
});
