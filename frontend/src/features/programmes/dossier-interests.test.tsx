import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DossierPageOut, InterestsOut } from "@/api/generated/types.gen";
import { DOSSIER, DOSSIER_ID, LEAD, PATH, PROGRAMME, page } from "@/testing/dossier-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ADDRESS = `/dossiers/${DOSSIER_ID}`;
const INTERESTS: InterestsOut = {
  ...{ has_tie: null, words: "", declared_at: null, outcome: null, outcome_reason: "", allowed: [] },
};
const TIE: InterestsOut = {
  ...{ ...INTERESTS, has_tie: true, words: "брат служив у відділку" },
  declared_at: "2026-11-29T10:00:00Z",
};
const PUT = `PUT ${PATH}/participants/monitor-1/interests`;

function withMonitor(interests: InterestsOut): DossierPageOut {
  const [someone] = DOSSIER.participants;
  const monitor = { ...someone, id: "monitor-1", role: "monitor", part: "team" as const, mandate: LEAD };
  return {
    ...DOSSIER,
    participants: [{ ...monitor, organisation: null, outside_body: null, interests } as never],
  };
}

function mockMonitor(interests: InterestsOut, after: InterestsOut, path: string) {
  const sent: unknown[] = [];
  const shown = () => withMonitor(sent.length > 0 ? after : interests);
  mockApi({
    ...page(),
    [`GET ${PATH}`]: shown,
    [`${PUT}${path}`]: async (request: Request): Promise<DossierPageOut> => {
      sent.push({ body: await request.json(), match: request.headers.get("If-Match") });
      return shown();
    },
  });
  renderApp(ADDRESS);
  return sent;
}

describe("the interests of a participant", () => {
  it("are declared: no tie, or one in words", async () => {
    const sent = mockMonitor({ ...INTERESTS, allowed: ["declare"] }, TIE, "");
    expect(await screen.findByText("Інтересів ще не заявлено")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Заявити про інтереси" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Заява про інтереси" }));
    const submit = () => userEvent.click(dialog.getByRole("button", { name: "Заявити" }));
    await submit();
    expect(dialog.getByText("Виберіть одне з двох")).toBeDefined();
    await userEvent.click(dialog.getByRole("radio", { name: "Є зв’язок" }));
    await submit();
    expect(dialog.getByText("Напишіть, який це зв’язок")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.type(dialog.getByLabelText("Який саме"), TIE.words);
    await submit();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([{ body: { has_tie: true, words: TIE.words }, match: '"5"' }]);
    expect(screen.getByText("Заявлено 29 листопада: брат служив у відділку")).toBeDefined();
  });

  it("can be declared anew, by keyboard", async () => {
    const none = { ...TIE, has_tie: false, words: "" };
    const sent = mockMonitor({ ...TIE, allowed: ["declare"] }, none, "");
    (await screen.findByRole("button", { name: "Заявити інше" })).focus();
    await userEvent.keyboard("{Enter}");
    const dialog = within(await screen.findByRole("dialog", { name: "Заява про інтереси" }));
    dialog.getByRole("radio", { name: "Конфлікту інтересів немає" }).focus();
    await userEvent.keyboard(" {Enter}");
    await waitFor(() => expect(sent).toEqual([{ body: { has_tie: false }, match: '"5"' }]));
    expect(await screen.findByText("Конфлікту інтересів немає, заявлено 29 листопада")).toBeDefined();
  });

  it("with a tie are decided about, with a reason", async () => {
    const decided: InterestsOut = { ...TIE, outcome: "stays", outcome_reason: "Було давно" };
    const sent = mockMonitor({ ...TIE, allowed: ["decide"] }, decided, "/outcome");
    await userEvent.click(await screen.findByRole("button", { name: "Ухвалити рішення" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Чи допустити: Олег Мороз" }));
    expect(dialog.getByText("Заявлено: брат служив у відділку")).toBeDefined();
    const submit = () => userEvent.click(dialog.getByRole("button", { name: "Записати рішення" }));
    await userEvent.click(dialog.getByRole("radio", { name: "Допустити" }));
    await submit();
    expect(dialog.getByText("Напишіть причину")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.type(dialog.getByLabelText("Причина"), "Було давно");
    await submit();
    expect(await screen.findByText("Допущено: Було давно")).toBeDefined();
    expect(sent).toEqual([{ body: { outcome: "stays", reason: "Було давно" }, match: '"5"' }]);
  });

  it("are asked of people alone: a personal role is given to nobody else", async () => {
    const monitor = { name: "monitor", label: { uk: "монітор", en: "monitor" }, part: "team" as const };
    mockApi({
      ...page({ allowed: ["read", "name_participants"] }),
      "GET /api/v1/programmes": { items: [{ ...PROGRAMME, roles: [{ ...monitor, personal: true }] }] },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Назвати учасника" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Назвати учасника" }));
    expect(dialog.queryByRole("button", { name: "Організація" })).toBeNull();
    await userEvent.click(dialog.getByRole("button", { name: "Назвати" }));
    expect(dialog.getByText("Виберіть людину")).toBeDefined();
  });
});

describe("the deadlines of a dossier", () => {
  const label = { uk: "Звіт", en: "Report" };
  const REPORT = { name: "report", label, due_on: "2026-12-16", overdue: false, waits_for_me: true };

  it("stand in the margin, with the rules by which they were counted", async () => {
    const rules = { name: "demo-0", label: { uk: "Приклад значень", en: "Example values" }, source: "" };
    const reply = { ...REPORT, name: "reply", label: { uk: "Відповідь", en: "Reply" }, waits_for_me: false };
    const deadlines = [
      { ...reply, due_on: "2026-11-30", overdue: true, begun_on: "2026-11-20", rules },
      { ...REPORT, begun_on: "2026-12-02", rules: null },
    ];
    mockApi(page({ deadline: REPORT, deadlines }));
    renderApp(ADDRESS);
    const card = within(await screen.findByRole("region", { name: "Строки" }));
    const [first, second] = card.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(first).toMatch(/^30\.11Відповідь.*Прострочено на/);
    expect(second).toContain("16.12Чекає на васЗвіт");
    expect(card.getByText("Правила строків: пакет demo-0. Приклад значень.")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("stand in the row: what is owed in honey, for others the day and the name alone", async () => {
    const items = [
      { ...DOSSIER, id: "d-1", deadline: REPORT },
      { ...DOSSIER, id: "d-2", deadline: { ...REPORT, overdue: true, waits_for_me: false } },
    ];
    mockApi({ ...page(), "GET /api/v1/dossiers": { items, next_cursor: null, seq: null } });
    renderApp("/programmes");
    await screen.findByText("16 грудня, прострочено");
    expect(screen.getByText("до 16 грудня")).toBeDefined();
    expect(screen.getAllByText("Звіт").map(({ tagName }) => tagName)).toEqual(["SPAN", "P"]);
  });
});
