import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { LinkOut, OutsideBodyOut } from "@/api/generated/types.gen";
import { ACTION, PATH, page } from "./action-samples";
import { kept } from "./test-forms";
import { faults, inFreshBrowsers, open } from "./test-page";
import { serve } from "./test-server";

inFreshBrowsers();

const BODY: OutsideBodyOut = {
  id: "body-1",
  name: { uk: "Водоканал", en: "" },
  sector: "other",
  contact_name: "Ніна Гай",
  email: "vodokanal@kalynodil.example",
  phone: "+380 44 000 00 01",
  language: "uk",
  version: 1,
  allowed: ["edit"],
};
const LINK: LinkOut = {
  made_by: { id: "person-1", name: { uk: "Юлія Ткаченко", en: "" }, gender: "neutral" },
  made_at: "2029-12-01T08:00:00Z",
  expires_at: "2029-12-31T22:00:00Z",
  last_used_at: null,
};
const LEADS = ["read", "see_link", "make_link", "revoke_link", "log"];
const ITEM = page({
  allowed: LEADS,
  owner_outside: true,
  owner: { ...ACTION.owner, id: BODY.id, name: BODY.name, short_name: BODY.name },
});

describe("the link of an owner without an account", () => {
  it("is made, shown once and revoked by who leads", async () => {
    let link: LinkOut | null = null;
    const { sent, take } = kept({ body: BODY, link: LINK, path: "/a/secret-1" });
    const { asked } = serve({
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
    open(`/actions/${ACTION.id}`);
    const card = within(await screen.findByRole("region", { name: "Посилання для виконавця" }));
    expect((await card.findByRole("link", { name: BODY.phone })).getAttribute("href")).toBe(
      "tel:+380440000001",
    );
    const user = userEvent.setup();
    await user.click(card.getByRole("button", { name: "Створити посилання" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await faults()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Створити посилання" }));
    expect(await card.findByText(/\/a\/secret-1$/)).toBeDefined();
    expect(sent).toEqual([[null, { send: true }]]);
    expect(await faults()).toEqual([]);
    await user.click(await card.findByRole("button", { name: "Відкликати посилання" }));
    expect(await card.findByRole("button", { name: "Створити посилання" })).toBeDefined();
    expect(card.queryByText(/secret-1/)).toBeNull();
    expect(asked.filter((one) => one.startsWith("DELETE"))).toHaveLength(1);
  });

  it("reaches somebody else when who leads changes how it is reached", async () => {
    const { sent, take } = kept(BODY);
    serve({
      ...ITEM,
      [`GET ${PATH}/link`]: { body: BODY, link: null },
      [`PATCH /api/v1/groups/${ACTION.group.id}/outside-bodies/${BODY.id}`]: take,
    });
    open(`/actions/${ACTION.id}`);
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
    expect(await faults()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    await vi.waitFor(() =>
      expect(sent).toMatchObject([['"1"', { name: "Водоканал", contact_name: "Олег Рудь", language: "uk" }]]),
    );
  });

  it("is nothing to whoever only reads", async () => {
    const { asked } = serve(page({ allowed: ["read"], owner_outside: true }));
    open(`/actions/${ACTION.id}`);
    expect(await screen.findByRole("heading", { level: 1 })).toBeDefined();
    expect(screen.queryByRole("region", { name: "Посилання для виконавця" })).toBeNull();
    expect(asked.filter((one) => one.endsWith("/link"))).toEqual([]);
  });
});

describe("what an owner said by phone", () => {
  it("is written down with who said what, by who leads", async () => {
    const { sent, take } = kept(ACTION);
    serve({
      ...ITEM,
      [`GET ${PATH}/link`]: { body: BODY, link: null },
      [`POST ${PATH}/transitions`]: take,
    });
    open(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Записати сказане телефоном" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Сказали телефоном" }));
    await user.click(dialog.getByRole("button", { name: "Записати" }));
    expect(await dialog.findByText("Напишіть, хто і що сказав")).toBeDefined();
    expect(await faults()).toEqual([]);
    await user.type(dialog.getByLabelText("Хто і що сказав"), "Ніна Гай: беремо, до п’ятниці");
    await user.click(dialog.getByRole("button", { name: "Записати" }));
    const body = { to: "accepted", reason: "Ніна Гай: беремо, до п’ятниці", logged: true };
    await vi.waitFor(() => expect(sent).toEqual([['"3"', body]]));
  });
});
