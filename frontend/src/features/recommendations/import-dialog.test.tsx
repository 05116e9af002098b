import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DossierPageOut, RecommendationListOut, RecommendationRowOut } from "@/api/generated/types.gen";
import { DOSSIER, DOSSIER_ID, PATH, page } from "@/testing/dossier-samples";
import { chooseFromMenu } from "@/testing/forms";
import { POLICE } from "@/testing/members-samples";
import { WORDS } from "@/testing/recommendation-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ROW: RecommendationRowOut = {
  number: 2,
  title: "Освітити двір",
  title_en: "",
  text: "Поставити ліхтарі.",
  text_en: "",
  cause: "",
  cause_en: "",
  addressee: POLICE,
  addressee_outside: false,
  theme: "policing",
  target_groups: ["women"],
};
const OUTSIDE: RecommendationRowOut = { ...ROW, number: 3, title: "Пандус", addressee_outside: true };
const LIST: RecommendationListOut = {
  rows: [ROW, OUTSIDE],
  faults: [{ number: 4, column: "theme", code: "unknown", message: "Такої теми немає." }],
};
const LISTS = `${PATH}/recommendation-lists`;

function open(dossier: Partial<DossierPageOut> = {}, more: object = {}) {
  const { asked } = mockApi({
    ...page({ allowed: [...DOSSIER.allowed, "edit"], ...dossier }),
    "GET /api/v1/recommendations/words": WORDS,
    [`POST ${LISTS}/preview`]: LIST,
    ...more,
  });
  renderApp(`/dossiers/${DOSSIER_ID}`);
  return asked;
}

async function choose() {
  await chooseFromMenu("Ще: рекомендації", "З таблиці");
  const dialog = await screen.findByRole("dialog", { name: "Рекомендації з таблиці" });
  const table = within(dialog).getByRole("link", { name: "таблиці рекомендацій цієї справи" });
  expect(table.getAttribute("href")).toBe(
    `/api/v1/recommendations/export?dossier=${DOSSIER_ID}&kind=xlsx&language=uk`,
  );
  expect(await axeViolations(dialog)).toEqual([]);
  await userEvent.upload(screen.getByLabelText("Файл"), new File(["…"], "list.csv", { type: "text/csv" }));
  return within(await screen.findByRole("dialog", { name: "Перевірте список" }));
}

describe("recommendations from a table", () => {
  it("are looked at first, every bad row is named, and are drafted as they were shown", async () => {
    const sent: unknown[] = [];
    const asked = open(undefined, {
      [`POST ${LISTS}`]: async (request: Request) => {
        expect(request.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
        sent.push(await request.json());
        return { items: ["a", "b"] };
      },
    });
    const list = await choose();
    const faults = within(list.getByRole("region", { name: "Треба виправити" }));
    expect(faults.getByText(/Такої теми немає/).textContent).toBe("Тема: Такої теми немає.");
    const rows = within(list.getByRole("region", { name: "Стануть чернетками" })).getAllByRole("listitem");
    expect(rows).toHaveLength(2);
    expect(rows[0]?.textContent).toContain("Поліція в громаді");
    expect(rows[0]?.textContent).toContain("кого стосується: Жінки");
    expect(sent).toEqual([]);
    expect(await axeViolations(document.body)).toEqual([]);
    const loads = () => asked.filter((one) => one.startsWith(`GET ${PATH}/recommendations`)).length;
    const before = loads();
    await userEvent.click(list.getByRole("button", { name: "Створити 2 чернетки" }));
    expect(await screen.findByText("Створено 2 чернетки")).toBeDefined();
    const { addressee: _addressee, addressee_outside: _outside, ...kept } = ROW;
    expect(sent).toEqual([
      {
        rows: [
          { ...kept, addressee_organisation: POLICE.id },
          { ...kept, number: 3, title: "Пандус", outside_body: POLICE.id },
        ],
      },
    ]);
    expect(screen.queryByRole("dialog")).toBeNull();
    await waitFor(() => expect(loads()).toBeGreaterThan(before));
  });

  it("are not drafted where a row would be otherwise by now", async () => {
    open(undefined, {
      [`POST ${LISTS}`]: new ProblemResponse(409, "list_changed", [
        { pointer: "/rows/1/title", code: "duplicate", message: "Така вже є." },
      ]),
    });
    const list = await choose();
    await userEvent.click(list.getByRole("button", { name: "Створити 2 чернетки" }));
    expect(within(await list.findByRole("alert")).getByText("Пандус: Така вже є.")).toBeDefined();
    expect(list.queryByRole("button", { name: /Створити/ })).toBeNull();
  });

  it.each([
    ["is closed", { phase: "closed" }],
    ["is not theirs to change", { allowed: ["read"] }],
  ] as const)("are not offered where the dossier %s", async (_why, dossier) => {
    open(dossier as Partial<DossierPageOut>);
    expect(await screen.findByText("Рекомендацій у справі ще немає")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Ще: рекомендації" }));
    expect(await screen.findByRole("menuitem", { name: "Підсумок" })).toBeDefined();
    expect(screen.queryByRole("menuitem", { name: "З таблиці" })).toBeNull();
  });
});
