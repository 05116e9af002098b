import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DossierEvidenceOut, DossierPageOut, FindingOut } from "@/api/generated/types.gen";
import { DOSSIER_ID, PATH, page } from "@/testing/dossier-samples";
import { aVoice } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const RATED: FindingOut = {
  ...{ id: "finding-1", number: 1, title: { uk: "Нічних викликів не записують", en: "" } },
  ...{ text: { uk: "Журнал порожній", en: "" }, draft: false, evidence_count: 1, may_be_published: false },
  ...{ rating: { likelihood: 4, impact: 4, score: 16, band: "critical", matrix: "5x5-1" } },
  ...{ recorded_by: aVoice(), recorded_at: "2026-12-02T10:00:00Z", version: 3, allowed: ["edit", "rate"] },
};
const DRAFT: FindingOut = {
  ...RATED,
  ...{ id: "finding-2", number: 2, title: { uk: "Кнопка не працює", en: "" }, draft: true, rating: null },
  ...{ may_be_published: true, version: 1, allowed: ["edit", "rate", "remove"] },
};
const PIECE: DossierEvidenceOut = {
  ...{ id: "piece-4", number: 4, kind: "link", title: "Журнал", note: "", url: "https://example.org/1" },
  ...{ file: null, added_by: aVoice(), added_at: "2026-12-02T10:00:00Z", withdrawn_at: null, hidden: null },
  ...{ subject: { kind: "finding", id: "finding-1" }, allowed: ["read"] },
};
const WORKING: DossierPageOut["allowed"] = ["read", "record_finding", "add_evidence"];
const FINDINGS = `${PATH}/findings`;

/** The page with these findings, and what was sent to the address. */
function shown(items: FindingOut[], allowed = WORKING, address = "", answer: unknown = RATED) {
  const sent: unknown[] = [];
  mockApi({
    ...page({ allowed }),
    [`GET ${FINDINGS}`]: { items },
    [`GET ${PATH}/evidence`]: { items: [PIECE] },
    [address || `POST ${FINDINGS}`]: async (request: Request) => {
      const body = await request.text();
      sent.push({ body: body && JSON.parse(body), match: request.headers.get("If-Match") });
      return answer;
    },
  });
  renderApp(`/dossiers/${DOSSIER_ID}`);
  return sent;
}

const findCard = async () => within(await screen.findByRole("region", { name: "Виявлені проблеми" }));

async function choose(number: number, action: string) {
  const card = await findCard();
  await userEvent.click(await card.findByRole("button", { name: `Дії з проблемою ${number}` }));
  await userEvent.click(await screen.findByRole("menuitem", { name: action }));
  return within(await screen.findByRole("dialog"));
}

const closed = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

describe("findings of a dossier", () => {
  it("stand in the list and in the matrix, with their evidence and for whom they are", async () => {
    shown([RATED, DRAFT]);
    const card = await findCard();
    const [first, second] = await card.findAllByRole("listitem");
    const rated = within(first as HTMLElement);
    expect(rated.getByText("Критичний, 4 × 4 = 16")).toBeDefined();
    expect((await rated.findByRole("link", { name: "доказ 4" })).getAttribute("href")).toBe("#evidence-4");
    expect(rated.getByText("лише адресатові")).toBeDefined();
    const draft = within(second as HTMLElement);
    expect(draft.getByText("Чернетка: бракує доказу")).toBeDefined();
    expect(draft.getByText("Ризик не оцінено")).toBeDefined();
    expect(draft.getByText("може стояти в оприлюдненій редакції")).toBeDefined();
    expect(card.getByText("2 проблеми")).toBeDefined();
    const matrix = within(card.getByRole("table", { name: "Матриця ризику: імовірність і наслідки" }));
    const cells = matrix.getAllByRole("cell").map(({ textContent }) => textContent);
    expect(cells.slice(0, 10)).toEqual(["5", "10", "15", "20", "25", "4", "8", "12", "16проблема 1", "20"]);
    expect(card.getByText("Середній 6–10")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("are left out where there are none and none can be recorded", async () => {
    shown([], ["read"]);
    expect(await screen.findByText("Доказ 4", { exact: false })).toBeDefined();
    expect(screen.queryByRole("region", { name: "Виявлені проблеми" })).toBeNull();
  });

  it("can only be read by others", async () => {
    shown([{ ...RATED, allowed: [] }], ["read"]);
    const card = await findCard();
    expect(await card.findByText("Нічних викликів не записують")).toBeDefined();
    expect(card.queryAllByRole("button")).toEqual([]);
  });

  it("are recorded", async () => {
    const sent = shown([]);
    const card = await findCard();
    expect(await card.findByText("Проблем ще не записано")).toBeDefined();
    await userEvent.click(card.getByRole("button", { name: "Записати проблему" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Записати проблему" }));
    const submit = () => userEvent.click(dialog.getByRole("button", { name: "Записати" }));
    await submit();
    expect(dialog.getByText("Назвіть проблему")).toBeDefined();
    await userEvent.type(dialog.getByLabelText("У чому проблема"), "Двері зачинено");
    await userEvent.click(dialog.getByLabelText("Може стояти в оприлюдненій редакції"));
    await submit();
    await closed();
    const body = { title: "Двері зачинено", title_en: "", text: "", text_en: "", may_be_published: true };
    expect(sent).toEqual([{ body, match: null }]);
  });

  it("are rated by a cell", async () => {
    const sent = shown([RATED], WORKING, `PUT ${FINDINGS}/finding-1/rating`);
    const dialog = await choose(1, "Змінити оцінку…");
    expect(dialog.getByText("Критичний, 4 × 4 = 16")).toBeDefined();
    await userEvent.click(dialog.getByRole("button", { name: "3 × 5 = 15, Високий" }));
    expect(dialog.getByText("Високий, 3 × 5 = 15")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Оцінити" }));
    await closed();
    expect(sent).toEqual([{ body: { likelihood: 3, impact: 5 }, match: '"3"' }]);
  });

  it("are rated from the keyboard", async () => {
    const sent = shown([DRAFT], WORKING, `PUT ${FINDINGS}/finding-2/rating`);
    const dialog = await choose(2, "Оцінити ризик…");
    await userEvent.click(dialog.getByRole("button", { name: "Оцінити" }));
    expect(dialog.getByText("Виберіть імовірність")).toBeDefined();
    for (const name of ["Імовірність", "Наслідки"]) {
      dialog.getByRole("combobox", { name }).focus();
      await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    }
    await userEvent.click(dialog.getByRole("button", { name: "Оцінити" }));
    await closed();
    expect(sent).toEqual([{ body: { likelihood: 2, impact: 2 }, match: '"1"' }]);
  });

  it("say that somebody else has changed them meanwhile", async () => {
    const stale = new ProblemResponse(412, "version_conflict");
    const sent = shown([RATED], WORKING, `PATCH ${FINDINGS}/finding-1`, stale);
    const dialog = await choose(1, "Змінити…");
    await userEvent.type(dialog.getByLabelText("У чому проблема"), " вночі");
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() =>
      expect(sent).toEqual([{ body: { title: "Нічних викликів не записують вночі" }, match: '"3"' }]),
    );
    expect(await screen.findByText(/^Хтось уже змінив це/)).toBeDefined();
    expect(screen.getByRole("dialog", { name: "Змінити проблему" })).toBeDefined();
  });

  it("are removed as drafts alone, and get evidence of their own", async () => {
    const sent = shown([DRAFT], WORKING, `DELETE ${FINDINGS}/finding-2`, undefined);
    const dialog = await choose(2, "Прибрати…");
    await userEvent.click(dialog.getByRole("button", { name: "Прибрати" }));
    await closed();
    expect(sent).toEqual([{ body: "", match: '"1"' }]);
    expect((await choose(2, "Додати доказ…")).getByLabelText("Що це")).toBeDefined();
  });
});
