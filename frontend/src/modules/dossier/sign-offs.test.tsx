import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DossierPageOut, SignOffOut } from "@/api/generated/types.gen";
import { DOSSIER, DOSSIER_ID, PATH, page } from "@/testing/dossier-samples";
import { aVoice } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ADDRESS = `/dossiers/${DOSSIER_ID}`;
const [COUNTERPART] = DOSSIER.participants;
const REVIEWER = {
  ...(COUNTERPART as DossierPageOut["participants"][number]),
  ...{ id: "participant-2", role: "reviewer", part: "reviewer" as const },
};
const ASKED: SignOffOut = {
  ...{ id: "sign-off-1", edition: 2, edition_id: "edition-2", participant: REVIEWER, state: "asked" },
  ...{ asked_by: aVoice(), asked_at: "2026-12-02T10:00:00Z", decided_by: null, decided_at: null },
  ...{ reason: "", allowed: ["decide_sign_off"] },
};

/** The page of a dossier with these sign-offs, and what was sent to decide or to ask. */
function shown(dossier: Partial<DossierPageOut>, address: string): unknown[] {
  const sent: unknown[] = [];
  mockApi({
    ...page(dossier),
    [address]: async (request: Request): Promise<DossierPageOut> => {
      sent.push({ body: await request.json(), match: request.headers.get("If-Match") });
      return DOSSIER;
    },
  });
  renderApp(ADDRESS);
  return sent;
}

const DECISION = `PUT ${PATH}/sign-offs/sign-off-1/decision`;

describe("sign-offs of a dossier", () => {
  it("asks the reviewer, and returns the report with what is wrong", async () => {
    const sent = shown({ sign_offs: [ASKED] }, DECISION);
    const box = within(await screen.findByRole("region", { name: "Чи погоджуєте звіт?" }));
    expect(box.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
      "Погодити звіт",
      "Повернути із зауваженням",
    ]);
    expect(box.getByRole("link", { name: "редакція 2" }).getAttribute("href")).toBe(
      `${PATH}/editions/edition-2/pdf?language=uk`,
    );
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(box.getByRole("button", { name: "Повернути із зауваженням" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Повернути із зауваженням" }));
    const submit = () => userEvent.click(dialog.getByRole("button", { name: "Повернути із зауваженням" }));
    await submit();
    expect(dialog.getByText("Напишіть, що виправити")).toBeDefined();
    await userEvent.type(dialog.getByLabelText("Що виправити"), "Бракує фото");
    await submit();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([{ body: { outcome: "returned", reason: "Бракує фото" }, match: '"5"' }]);
  });

  it("signs the report off without a word", async () => {
    const sent = shown({ sign_offs: [ASKED] }, DECISION);
    await userEvent.click(await screen.findByRole("button", { name: "Погодити звіт" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Погодити звіт" }));
    await userEvent.click(dialog.getByRole("button", { name: "Погодити звіт" }));
    await waitFor(() => expect(sent).toEqual([{ body: { outcome: "given" }, match: '"5"' }]));
  });

  it("shows everybody how the editions stand", async () => {
    const over = { allowed: [], decided_by: aVoice(), decided_at: "2026-12-03T10:00:00Z" };
    const sign_offs: SignOffOut[] = [
      { ...ASKED, ...over, state: "given" },
      { ...ASKED, ...over, id: "sign-off-0", edition: 1, state: "returned", reason: "Бракує фото" },
    ];
    shown({ sign_offs }, DECISION);
    const card = within(await screen.findByRole("region", { name: "Погодження" }));
    expect(card.getAllByRole("listitem").map((row) => within(row).getByRole("link").textContent)).toEqual([
      "редакція 2",
      "редакція 1",
    ]);
    expect(card.getByText("Погоджено")).toBeDefined();
    expect(card.getByText("«Бракує фото»")).toBeDefined();
    expect(screen.queryByRole("region", { name: "Чи погоджуєте звіт?" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Попросити погодження" })).toBeNull();
  });

  it("lets who leads ask the one reviewer that there is", async () => {
    const participants = [...DOSSIER.participants, REVIEWER];
    const sent = shown({ allowed: ["read", "ask_sign_off"], participants }, `POST ${PATH}/sign-offs`);
    await userEvent.click(await screen.findByRole("button", { name: "Попросити погодження" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Попросити погодження" }));
    await userEvent.click(dialog.getByRole("button", { name: "Попросити" }));
    await waitFor(() => expect(sent).toEqual([{ body: { participant_id: "participant-2" }, match: '"5"' }]));
  });
});
