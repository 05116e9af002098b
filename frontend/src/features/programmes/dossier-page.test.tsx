import { IconBulb } from "@tabler/icons-react";
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { DossierEvidenceOut, DossierPageOut } from "@/api/generated/types.gen";
import { findDossierKind, registerDossierKind } from "@/modules/dossier/kinds";
import { DOSSIER, DOSSIER_ID, LEAD, PATH, page, SETTLE } from "@/testing/dossier-samples";
import { aVoice } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ADDRESS = `/dossiers/${DOSSIER_ID}`;
const QUIET = { addEventListener: () => undefined, removeEventListener: () => undefined };
const HEADING = { name: "№ 3 Рекомендації після огляду укриттів" };

const PIECE: DossierEvidenceOut = {
  ...{ id: "piece-1", number: 1, kind: "link", title: "Акт огляду", note: "", url: "https://example.org/1" },
  ...{ file: null, added_by: aVoice(), added_at: "2026-12-02T10:00:00Z", withdrawn_at: null, hidden: null },
  ...{ subject: { kind: "dossier", id: DOSSIER_ID }, allowed: ["read", "hide"] },
};

function KindCards({ dossier }: { dossier: DossierPageOut }) {
  return <p>Рекомендацій у справі {dossier.number}: 2</p>;
}

async function sentBy(request: Request): Promise<unknown> {
  return { body: request.body && (await request.json()), match: request.headers.get("If-Match") };
}

describe("the page of a dossier", () => {
  it("says where it is, what comes next and who sees it", async () => {
    vi.stubGlobal("matchMedia", (media: string) => ({ matches: true, media, ...QUIET }));
    mockApi(page());
    renderApp(ADDRESS);
    expect(await screen.findByRole("heading", HEADING)).toBeDefined();
    const steps = within(screen.getByRole("region", { name: "Перебіг справи" })).getAllByRole("listitem");
    expect(steps.map(({ textContent }) => textContent)).toEqual([
      "ВиконанняВідкрито2 груднятепер",
      "Усі відповілидалі",
      "ЗакритоЗакритозгодом",
    ]);
    expect(steps[0]?.getAttribute("aria-current")).toBe("step");
    expect(screen.getByText("Далі: Усі відповіли")).toBeDefined();
    expect(screen.getByText("Тепер: уся група")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Ще" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("counts its steps on a phone", async () => {
    mockApi(page());
    renderApp(ADDRESS);
    expect(await screen.findByText("Крок 1 з 3")).toBeDefined();
    expect(screen.getByText("Відкрито, 2 грудня")).toBeDefined();
  });

  it("says what a step still needs instead of taking it", async () => {
    const missing = [{ code: "unanswered", detail: { uk: "Не відповіли: 2", en: "2 have not answered" } }];
    const close = { ...SETTLE, to: "closed", label: { uk: "Закрити справу", en: "Close" } };
    mockApi(page({ waits_for_me: true, transitions: [{ ...SETTLE, missing }, close] }));
    renderApp(ADDRESS);
    const bar = within(await screen.findByRole("region", { name: "Перебіг справи" }));
    const names = bar.getAllByRole("button").map(({ textContent }) => textContent);
    expect(names).toEqual(["Закрити справу", "Усі відповіли"]);
    await userEvent.click(bar.getByRole("button", { name: "Усі відповіли" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Усі відповіли" }));
    expect(dialog.getByText("Не відповіли: 2")).toBeDefined();
    expect(dialog.queryByRole("textbox")).toBeNull();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Зрозуміло" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("takes a step with its reason, of the version that was seen", async () => {
    const sent: unknown[] = [];
    const close = {
      ...SETTLE,
      to: "closed",
      label: { uk: "Закрити справу", en: "Close" },
      requires: ["reason" as const],
    };
    mockApi({
      ...page({ transitions: [close] }),
      [`POST ${PATH}/transitions`]: async (request: Request): Promise<DossierPageOut> => {
        sent.push(await sentBy(request));
        return { ...DOSSIER, state: "closed", version: 6, transitions: [] };
      },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Закрити справу" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Закрити справу" }));
    const submit = () => userEvent.click(dialog.getByRole("button", { name: "Закрити справу" }));
    await submit();
    expect(dialog.getByText("Напишіть причину")).toBeDefined();
    await userEvent.type(dialog.getByLabelText("Причина"), "Усе виконано");
    await submit();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([{ body: { to: "closed", reason: "Усе виконано" }, match: '"5"' }]);
  });

  it("tells of a counterpart that sees nothing yet, and names another participant", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...page({ visibility: "participants", allowed: ["read", "name_participants"] }),
      [`POST ${PATH}/participants`]: async (request: Request): Promise<DossierPageOut> => {
        sent.push(await sentBy(request));
        return DOSSIER;
      },
    });
    renderApp(ADDRESS);
    expect(await screen.findByText(/Ще не бачить/)).toBeDefined();
    expect(screen.getByText("Тепер: лише названі")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Назвати учасника" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Назвати учасника" }));
    await userEvent.click(dialog.getByRole("button", { name: "Назвати" }));
    expect(dialog.getByText("Виберіть організацію")).toBeDefined();
    await userEvent.click(dialog.getByRole("button", { name: "Людина" }));
    await userEvent.click(dialog.getByRole("combobox", { name: "Людина" }));
    await userEvent.click(await screen.findByRole("option", { name: "Олег Мороз, Відділ поліції" }));
    await userEvent.click(dialog.getByRole("button", { name: "Назвати" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([{ body: { role: "addressee", mandate: "mandate-1" }, match: '"5"' }]);
  });

  it("ends a participation after a question", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...page({ allowed: ["read", "name_participants"] }),
      [`DELETE ${PATH}/participants/participant-1`]: async (request: Request): Promise<DossierPageOut> => {
        sent.push(request.headers.get("If-Match"));
        return { ...DOSSIER, participants: [] };
      },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Завершити участь: Ліцей № 2" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Завершити участь: Ліцей № 2?" }));
    await userEvent.click(dialog.getByRole("button", { name: "Завершити участь" }));
    await waitFor(() => expect(sent).toEqual(['"5"']));
  });

  it("shows a dossier to the whole group once that is confirmed", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...page({ visibility: "participants", allowed: ["read", "widen"] }),
      [`POST ${PATH}/visibility`]: async (request: Request): Promise<DossierPageOut> => {
        sent.push(request.headers.get("If-Match"));
        return DOSSIER;
      },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Показати всій групі" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Показати всій групі" }));
    const submit = () => userEvent.click(dialog.getByRole("button", { name: "Показати всій групі" }));
    await submit();
    expect(dialog.getByText("Підтвердьте, що група може це прочитати")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("checkbox"));
    await submit();
    await waitFor(() => expect(sent).toEqual(['"5"']));
    expect(await screen.findByText("Тепер справу бачить уся група")).toBeDefined();
  });

  it("hands the lead over, also where nothing comes back", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...page({ allowed: ["read", "hand_over", "edit"], lead: { ...LEAD, id: "mandate-9" } }),
      [`PUT ${PATH}/lead`]: async (request: Request) => {
        sent.push(await sentBy(request));
        return new Response(null, { status: 204 });
      },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Ще" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Передати ведення…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Передати ведення" }));
    await userEvent.click(dialog.getByRole("combobox", { name: "Хто вестиме справу" }));
    await userEvent.click(await screen.findByRole("option", { name: "Олег Мороз, Відділ поліції" }));
    await userEvent.click(dialog.getByRole("button", { name: "Передати" }));
    await waitFor(() => expect(sent).toEqual([{ body: { lead: "mandate-1" }, match: '"5"' }]));
  });

  it("renames it, sending what was changed alone", async () => {
    const sent: unknown[] = [];
    let title = DOSSIER.title;
    const shown = (): DossierPageOut => ({ ...DOSSIER, title, allowed: ["read", "edit"] });
    mockApi({
      ...page(),
      [`GET ${PATH}`]: shown,
      [`PATCH ${PATH}`]: async (request: Request): Promise<DossierPageOut> => {
        sent.push(await sentBy(request));
        title = { uk: "Укриття", en: "" };
        return shown();
      },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Ще" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Змінити назву…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Змінити назву" }));
    const field = dialog.getByLabelText("Назва справи");
    await userEvent.clear(field);
    await userEvent.type(field, "Укриття");
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toEqual([{ body: { title: "Укриття" }, match: '"5"' }]));
    expect(await screen.findByRole("heading", { name: "№ 3 Укриття" })).toBeDefined();
  });

  it("lists its evidence, takes a link more and hides what should not be there", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...page({ allowed: ["read", "add_evidence"] }),
      [`GET ${PATH}/evidence`]: { items: [PIECE] },
      [`POST ${PATH}/evidence`]: async (request: Request): Promise<DossierEvidenceOut> => {
        sent.push(await request.json());
        return PIECE;
      },
      [`POST ${PATH}/evidence/piece-1/hidden`]: async (request: Request) => {
        sent.push(await request.json());
        return new Response(null, { status: 204 });
      },
    });
    renderApp(ADDRESS);
    const card = within(await screen.findByRole("region", { name: "Докази" }));
    expect((await card.findByRole("link", { name: "Акт огляду" })).getAttribute("href")).toBe(PIECE.url);
    await userEvent.click(card.getByRole("button", { name: "Додати доказ" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Додати доказ" }));
    await userEvent.click(dialog.getByRole("button", { name: "Посилання" }));
    await userEvent.type(dialog.getByLabelText("Адреса"), "https://example.org/act");
    await userEvent.type(dialog.getByLabelText("Назва"), "Другий акт");
    await userEvent.click(dialog.getByRole("button", { name: "Додати доказ" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await userEvent.click(card.getByRole("button", { name: "Дії з доказом 1" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Приховати…" }));
    const hiding = within(await screen.findByRole("dialog", { name: "Приховати доказ 1?" }));
    expect(hiding.getByText("Її побачать усі, хто бачить справу")).toBeDefined();
    await userEvent.type(hiding.getByLabelText("Причина"), "Прізвище");
    await userEvent.click(hiding.getByRole("button", { name: "Приховати" }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent).toEqual([
      { kind: "link", title: "Другий акт", url: "https://example.org/act" },
      { reason: "Прізвище" },
    ]);
  });

  it("shows what its kind adds", async () => {
    const known = findDossierKind(DOSSIER.kind);
    registerDossierKind(DOSSIER.kind, { icon: IconBulb, cards: KindCards });
    mockApi(page());
    renderApp(ADDRESS);
    expect(await screen.findByText("Рекомендацій у справі 3: 2")).toBeDefined();
    if (known) registerDossierKind(DOSSIER.kind, known);
  });

  it("tells in words what happened, with the reason of a step", async () => {
    const entry = { at: "2026-12-02T10:00:00Z", actor: null, reason: null };
    const items = [
      { ...entry, id: "3", kind: "programmes.dossier_moved", data: { after: "settled" }, reason: "Є листи" },
      { ...entry, id: "2", kind: "programmes.participants_changed", data: { named: ["p"], ended: [] } },
      { ...entry, id: "1", kind: "programmes.unheard_of", data: {} },
    ];
    mockApi({ ...page(), [`GET ${PATH}/history`]: { items, next_cursor: null } });
    renderApp(ADDRESS);
    const history = within(await screen.findByRole("region", { name: "Історія" }));
    await waitFor(() => expect(history.getAllByRole("listitem")).toHaveLength(3));
    const told = history.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(told[0]).toContain("Усі відповіли«Є листи»");
    expect(told[1]).toContain("Названо учасника");
    expect(told[2]).toContain("Зміна в справі");
  });

  it("is loaded anew after a frame, and goes away with the access to it", async () => {
    let state: "open" | "settled" = "open";
    mockApi({
      ...page(),
      [`GET ${PATH}`]: () => ({ ...DOSSIER, state, title: { uk: `Справа ${state}`, en: "" } }),
    });
    renderApp(ADDRESS);
    await screen.findByRole("heading", { name: "№ 3 Справа open" });
    state = "settled";
    const frame = { type: "event", topic: `dossier:${DOSSIER_ID}`, seq: 1, at: "2026-12-03T10:00:00Z" };
    const moved = { ...frame, kind: "programmes.dossier_moved", data: { dossier_id: DOSSIER_ID } };
    act(() => TestSocket.last?.say(moved as never));
    expect(await screen.findByRole("heading", { name: "№ 3 Справа settled" })).toBeDefined();
    const problem = { type: "", title: "", status: 404, detail: "", code: "", errors: [], request_id: "" };
    act(() => TestSocket.last?.say({ type: "revoked", topic: `dossier:${DOSSIER_ID}`, problem }));
    expect(await screen.findByText("Ви більше не маєте доступу до цієї справи")).toBeDefined();
  });

  it("that is not for this reader looks like one that does not exist", async () => {
    const absent = new ProblemResponse(404, "not_found");
    mockApi({ ...page(), [`GET ${PATH}`]: absent, [`GET ${PATH}/card`]: absent });
    renderApp(ADDRESS);
    expect(await screen.findByRole("heading", { name: "Такої сторінки немає" })).toBeDefined();
  });
});
