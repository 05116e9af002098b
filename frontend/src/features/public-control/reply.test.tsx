import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ControlOut, ControlReplyOut, DossierPageOut, LinkOut } from "@/api/generated/types.gen";
import { CONTROL, controlPage, SENT, step } from "@/testing/control-samples";
import { DOSSIER, DOSSIER_ID, PATH } from "@/testing/dossier-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ADDRESS = `/dossiers/${DOSSIER_ID}`;
const PAST = { phase: "follow_up", visibility: "group" } as const;
const LINK: LinkOut = {
  made_by: { id: "person-1", name: { uk: "Олег Мороз", en: "" }, gender: "neutral" },
  made_at: "2030-01-12T10:00:00Z",
  expires_at: "2030-03-01T21:59:59Z",
  last_used_at: null,
  letter: null,
};
const REPLY: ControlReplyOut = {
  ...{ id: "r-1", kind: "answered", way: "letter", received_on: "2026-11-20", in_time: true },
  ...{ text: "Лист", evidence: { id: "e-4", number: 4, present: true }, corrected: false },
};

describe("the link of an authority without an account", () => {
  it("is made by who leads, shown once, and revoked", async () => {
    const sent: unknown[] = [];
    let live: LinkOut | null = null;
    mockApi({
      ...controlPage({ ...SENT, authority_outside: true, allowed: ["make_link"] }, PAST),
      [`GET ${PATH}/link`]: () => ({ link: live }),
      [`POST ${PATH}/link`]: async (request: Request) => {
        sent.push(await request.json());
        live = LINK;
        return { link: live, path: "/a/secret" };
      },
      [`DELETE ${PATH}/link`]: () => {
        live = null;
        return new Response(null, { status: 204 });
      },
    });
    renderApp(ADDRESS);
    const card = within(await screen.findByRole("region", { name: "Посилання для органу" }));
    await userEvent.click(await card.findByRole("button", { name: "Створити посилання" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Посилання для органу" }));
    expect(dialog.getAllByRole("checkbox")).toHaveLength(1);
    await userEvent.click(dialog.getByRole("button", { name: "Створити посилання" }));
    expect(await card.findByText(`${location.origin}/a/secret`)).toBeDefined();
    expect(card.getByText(/той читає звіт і відповідає за орган/)).toBeDefined();
    expect(card.getByText(/ще не відповідали/)).toBeDefined();
    expect(sent).toEqual([{ send: true }]);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(card.getByRole("button", { name: "Відкликати посилання" }));
    expect(await card.findByText(/орган прочитає звіт і відповість без облікового запису/)).toBeDefined();
    expect(card.queryByText(/secret/)).toBeNull();
  });

  it("is nothing to whoever does not lead", async () => {
    const { asked } = mockApi(controlPage({ ...SENT, authority_outside: true }, PAST));
    renderApp(ADDRESS);
    expect(await screen.findByRole("region", { name: /^Відповідь на звіт/ })).toBeDefined();
    expect(screen.queryByRole("region", { name: "Посилання для органу" })).toBeNull();
    expect(asked.filter((one) => one.endsWith("/link"))).toEqual([]);
  });

  it("is named by the reply that came by it", async () => {
    const reply = { ...REPLY, way: "link", evidence: null } as const;
    mockApi(controlPage({ ...SENT, outcome: "in_time", replies: [reply] }, PAST));
    renderApp(ADDRESS);
    expect(await screen.findByText(/Ізолятор: відповідь за посиланням/)).toBeDefined();
  });
});

it("a letter that was recorded wrongly is recorded once more, and stays beside it", async () => {
  const sent: unknown[] = [];
  const letter = step("letter", "Записати лист", { own_service: true, target: "replied" });
  const lifecycle = [
    { ...DOSSIER.lifecycle[0], name: "replied", progress: "now" },
  ] as DossierPageOut["lifecycle"];
  const replies = [{ ...REPLY, id: "r-0", text: "Не той", corrected: true }, REPLY];
  mockApi({
    ...controlPage({ ...SENT, outcome: "in_time", replies }, { ...PAST, lifecycle, transitions: [letter] }),
    [`GET ${PATH}/evidence`]: { items: [] },
    [`POST ${PATH}/letters`]: async (request: Request): Promise<ControlOut> => {
      sent.push(await request.json());
      return { ...CONTROL, ...SENT, outcome: "refused" };
    },
  });
  renderApp(ADDRESS);
  expect(await screen.findByText(/Записано помилково/)).toBeDefined();
  expect(screen.queryByText(/^Далі: Записати лист/)).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Виправити запис листа" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Виправити запис листа" }));
  await userEvent.click(dialog.getByRole("radio", { name: "Відмова відповідати" }));
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(dialog.getByRole("button", { name: "Записати лист" }));
  await waitFor(() =>
    expect(sent).toEqual([{ kind: "refused", text: "Лист", evidence: "e-4", received_on: "2026-11-20" }]),
  );
});
