import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ActionOut, LinkOut, OutsideBodyOut } from "@/api/generated/types.gen";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { captureRequests } from "@/testing/forms";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const BODY: OutsideBodyOut = {
  id: "body-1",
  name: { uk: "Водоканал", en: "" },
  sector: "other",
  contact_name: "Ніна Гай",
  email: "vodokanal@kalynodil.example",
  phone: "+380 44 000 00 01",
  language: "uk",
  letters_stop: null,
  letters_stopped_at: null,
  version: 1,
  allowed: ["edit"],
};
const LINK: LinkOut = {
  made_by: { id: "person-1", name: { uk: "Юлія Ткаченко", en: "" }, gender: "neutral" },
  made_at: "2029-12-01T08:00:00Z",
  expires_at: "2029-12-31T22:00:00Z",
  last_used_at: null,
  letter: null,
};
const LEADS: ActionOut["allowed"] = ["read", "see_link", "make_link", "revoke_link", "log"];
const ITEM = page({
  allowed: LEADS,
  owner_outside: true,
  owner: { ...ACTION.owner, id: BODY.id, name: BODY.name, short_name: BODY.name },
});

describe("the link of an owner without an account", () => {
  it("is made, shown once and revoked by who leads", async () => {
    let link: LinkOut | null = null;
    const { sent, take } = captureRequests({ body: BODY, link: LINK, path: "/a/secret-1" });
    const { asked } = mockApi({
      ...ITEM,
      [`GET ${PATH}/link`]: () => ({ body: BODY, link }),
      [`POST ${PATH}/link`]: (request: Request) => {
        link = LINK;
        return take(request);
      },
      [`DELETE ${PATH}/link`]: () => {
        link = null;
      },
    });
    renderApp(`/actions/${ACTION.id}`);
    const card = within(await screen.findByRole("region", { name: "Посилання для виконавця" }));
    expect((await card.findByRole("link", { name: BODY.phone })).getAttribute("href")).toBe(
      "tel:+380440000001",
    );
    const user = userEvent.setup();
    await user.click(card.getByRole("button", { name: "Створити посилання" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Створити посилання" }));
    expect(await card.findByText(/\/a\/secret-1$/)).toBeDefined();
    expect(sent).toEqual([[null, { send: true }]]);
    expect(await axeViolations()).toEqual([]);
    await user.click(await card.findByRole("button", { name: "Відкликати посилання" }));
    expect(await card.findByRole("button", { name: "Створити посилання" })).toBeDefined();
    expect(card.queryByText(/secret-1/)).toBeNull();
    expect(asked.filter((one) => one.startsWith("DELETE"))).toHaveLength(1);
  });

  it("reaches somebody else when who leads changes how it is reached", async () => {
    const { sent, take } = captureRequests(BODY);
    mockApi({
      ...ITEM,
      [`GET ${PATH}/link`]: { body: BODY, link: null },
      [`PATCH /api/v1/groups/${ACTION.group.id}/outside-bodies/${BODY.id}`]: take,
    });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Змінити дані виконавця" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Дані виконавця" }));
    const name = dialog.getByRole("textbox", { name: "Назва виконавця" });
    await user.clear(name);
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await dialog.findByText("Напишіть, як називається виконавець")).toBeDefined();
    await user.type(name, "Водоканал");
    const contact = dialog.getByRole("textbox", { name: "Контактна особа" });
    await user.clear(contact);
    await user.type(contact, "Олег Рудь");
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() =>
      expect(sent).toMatchObject([['"1"', { name: "Водоканал", contact_name: "Олег Рудь", language: "uk" }]]),
    );
  });

  it("says how its letter fared, and that no more go there until somebody says so", async () => {
    const letter = { reminder: false, state: "lost", why: "refused", since: "2029-12-01T08:00:00Z" } as const;
    let body: OutsideBodyOut = { ...BODY, letters_stop: "refused", letters_stopped_at: letter.since };
    const { sent, take } = captureRequests(BODY);
    mockApi({
      ...ITEM,
      [`GET ${PATH}/link`]: () => ({ body, link: { ...LINK, letter } }),
      [`PATCH /api/v1/groups/${ACTION.group.id}/outside-bodies/${BODY.id}`]: (request: Request) => {
        body = BODY;
        return take(request);
      },
    });
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByText(/Лист не доставлено: поштовий сервер не приймає/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Нове посилання" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.queryByRole("checkbox")).toBeNull();
    expect(dialog.getByText(/На цю адресу листи не надсилаємо/)).toBeDefined();
    await user.click(dialog.getByRole("button", { name: "Скасувати" }));
    await user.click(screen.getByRole("button", { name: "Адреса правильна, писати знову" }));
    await waitFor(() => expect(sent).toEqual([['"1"', { takes_letters: true }]]));
    await waitFor(() => expect(screen.queryByText(/писати знову/)).toBeNull());
  });

  it.each([
    [{ state: "waiting", why: null }, /Лист чекає на відправлення/],
    [{ state: "sent", why: null }, /Лист із нагадуванням надіслано/],
    [{ state: "lost", why: "given_up" }, /Лист не доставлено: жоден поштовий сервер його не прийняв/],
    [{ state: "lost", why: "refused" }, /Останній лист не доставлено: поштовий сервер не прийняв/],
    [{ state: "lost", why: "bounced" }, /Останній лист не доставлено: він повернувся/],
    [{ state: "lost", why: "returned" }, /Останній лист не доставлено: він повернувся/],
    [{ state: "lost", why: "stopped" }, /Останній лист не надіслано/],
  ])("says of its letter %o", async (fate, said) => {
    const letter = { reminder: true, since: "2029-12-01T08:00:00Z", ...fate };
    mockApi({ ...ITEM, [`GET ${PATH}/link`]: { body: BODY, link: { ...LINK, letter } } });
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByText(said)).toBeDefined();
    expect(screen.queryByText(/більше .*не пишемо/i)).toBeNull();
  });

  it("is nothing to whoever only reads", async () => {
    const { asked } = mockApi(page({ allowed: ["read"], owner_outside: true }));
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByRole("heading", { level: 1 })).toBeDefined();
    expect(screen.queryByRole("region", { name: "Посилання для виконавця" })).toBeNull();
    expect(asked.filter((one) => one.endsWith("/link"))).toEqual([]);
  });
});

describe("what an owner said by phone", () => {
  it("is written down with who said what, by who leads", async () => {
    const { sent, take } = captureRequests(ACTION);
    mockApi({
      ...ITEM,
      [`GET ${PATH}/link`]: { body: BODY, link: null },
      [`POST ${PATH}/transitions`]: take,
    });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Записати телефонну відповідь" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Сказали телефоном" }));
    await user.click(dialog.getByRole("button", { name: "Записати" }));
    expect(await dialog.findByText("Напишіть, хто і що сказав")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.type(dialog.getByLabelText("Хто і що сказав"), "Ніна Гай: беремо, до п’ятниці");
    await user.click(dialog.getByRole("button", { name: "Записати" }));
    const body = { to: "accepted", reason: "Ніна Гай: беремо, до п’ятниці", logged: true };
    await waitFor(() => expect(sent).toEqual([['"3"', body]]));
  });
});
