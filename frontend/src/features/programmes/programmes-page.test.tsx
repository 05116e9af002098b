import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DossierPageOut, MandateOut } from "@/api/generated/types.gen";
import { DOSSIER, DOSSIER_ID, KNOWN, PROGRAMME, page } from "@/testing/dossier-samples";
import { GROUP } from "@/testing/members-samples";
import { GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const NOTHING = { items: [], next_cursor: null };
const ROWS = [
  { ...DOSSIER, id: "d-1", title: { uk: "Закінчена", en: "" }, phase: "closed" as const, state: "closed" },
  { ...DOSSIER, id: "d-2", title: { uk: "Триває", en: "" } },
  { ...DOSSIER, id: "d-3", title: { uk: "Моя черга", en: "" }, waits_for_me: true },
];

function list(
  items: readonly Partial<DossierPageOut>[] = ROWS,
  allowed: (typeof GROUP)["allowed"] = ["read"],
) {
  return {
    ...page(),
    "GET /api/v1/groups": { items: [{ ...GROUP, allowed }], next_cursor: null },
    "GET /api/v1/dossiers": { items, next_cursor: null, seq: null },
    [`GET /api/v1/groups/${GROUP_ID}/known-dossiers`]: { items: [KNOWN], next_cursor: null },
  };
}

describe("the list of dossiers", () => {
  it("begins with what waits for the reader, and folds what is closed", async () => {
    mockApi(list());
    renderApp("/programmes");
    const waiting = within(await screen.findByRole("region", { name: "Чекають на вас" }));
    const row = waiting.getByRole("listitem");
    expect(row.textContent).toMatch(/№\s3\s·\sРекомендації/);
    expect(row.textContent).toContain("Чекає на вас");
    const open = within(screen.getByRole("region", { name: "Відкриті" }));
    await waitFor(() => expect(open.getAllByRole("listitem")).toHaveLength(2));
    const [own, known] = open.getAllByRole("listitem");
    expect(
      within(own as HTMLElement)
        .getByRole("link", { name: "Триває" })
        .getAttribute("href"),
    ).toBe("/dossiers/d-2");
    expect(known?.textContent).toContain("Візит до ізолятора");
    expect(known?.textContent).toContain("Етап не показуємо");
    const door = within(known as HTMLElement).getByRole("link", { name: "Візит до ізолятора" });
    expect(door.getAttribute("href")).toBe(`/dossiers/${KNOWN.id}`);
    expect(screen.queryByText("Закінчена")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Показати" }));
    expect(screen.getByText("Закінчена")).toBeDefined();
    expect(await screen.findByText("Усі ваші групи · 3 справи, 2 відкриті")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("keeps its filters in the address and asks the server for them", async () => {
    const { asked } = mockApi(list());
    renderApp("/programmes");
    await screen.findByText("Триває");
    await userEvent.click(screen.getByRole("button", { name: "Веде моя організація" }));
    await waitFor(() => expect(location.search).toBe("?lead=true"));
    await userEvent.click(screen.getByRole("button", { name: "Етап: Усі етапи" }));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: "Розгляд" }));
    await waitFor(() =>
      expect(asked.some((one) => /dossiers\?.*lead=me.*phase=review/.test(one))).toBe(true),
    );
    expect(screen.queryByText("Візит до ізолятора")).toBeNull();
  });

  it("that is empty says what a dossier is for, and one that is narrowed how to see more", async () => {
    mockApi({ ...list([]), [`GET /api/v1/groups/${GROUP_ID}/known-dossiers`]: NOTHING });
    renderApp("/programmes");
    expect(await screen.findByText("Справ ще немає")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Почати справу" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Закриті" }));
    expect(await screen.findByText("Таких справ немає")).toBeDefined();
  });

  it("stands in the navigation for those who sit in a group", async () => {
    const seat = { id: "s", group: { id: GROUP_ID, name: GROUP.name }, role: "member" as const };
    const mandate = {
      id: "m",
      organisation: DOSSIER.lead.organisation,
      roles: [seat],
    } as unknown as MandateOut;
    mockApi({ ...list(), "GET /api/v1/me/mandates": { items: [mandate] } });
    renderApp("/programmes");
    const rail = within(await screen.findByRole("navigation", { name: "Головна навігація" }));
    expect((await rail.findByRole("link", { name: /Програми/ })).getAttribute("aria-current")).toBe("page");
  });
});

describe("a new dossier", () => {
  it("is begun with its name and who sees it, and opened", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...list(ROWS, ["read", "begin_dossier"]),
      [`POST /api/v1/groups/${GROUP_ID}/dossiers`]: async (request: Request): Promise<DossierPageOut> => {
        sent.push(await request.json());
        return DOSSIER;
      },
    });
    renderApp("/programmes");
    await userEvent.click(await screen.findByRole("button", { name: "Почати справу" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Почати справу" }));
    const submit = () => userEvent.click(dialog.getByRole("button", { name: "Почати справу" }));
    await submit();
    expect(dialog.getByText("Назвіть справу")).toBeDefined();
    await userEvent.type(dialog.getByLabelText("Назва справи"), "Укриття");
    await userEvent.click(dialog.getByRole("radio", { name: "Лише названі" }));
    expect(dialog.getByText(/Група не дізнається навіть/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await submit();
    await waitFor(() => expect(location.pathname).toBe(`/dossiers/${DOSSIER_ID}`));
    expect(sent).toEqual([
      { kind: PROGRAMME.kind, title: "Укриття", visibility: "participants", sealed: true },
    ]);
  });

  it("is begun on the page of a group, in that group", async () => {
    mockApi({
      ...list(ROWS, ["read", "begin_dossier"]),
      [`GET /api/v1/groups/${GROUP_ID}`]: { ...GROUP, role: "member", allowed: ["read", "begin_dossier"] },
    });
    renderApp(`/groups/${GROUP_ID}/programmes`);
    expect(await screen.findByText("Моя черга")).toBeDefined();
    await userEvent.click(await screen.findByRole("button", { name: "Почати справу" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Почати справу" }));
    expect(dialog.queryByLabelText("Група")).toBeNull();
  });
});
