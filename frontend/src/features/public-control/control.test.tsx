import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ControlOut, DossierEvidenceOut, DossierPageOut, FindingOut } from "@/api/generated/types.gen";
import { CONTROL, controlPage, SENT, step } from "@/testing/control-samples";
import { DOSSIER, DOSSIER_ID, PATH } from "@/testing/dossier-samples";
import { GROUP, MEMBER } from "@/testing/members-samples";
import { aVoice, GROUP_ID } from "@/testing/realtime-samples";
import { RECOMMENDATION, WORDS } from "@/testing/recommendation-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ADDRESS = `/dossiers/${DOSSIER_ID}`;
const LETTER: DossierEvidenceOut = {
  ...{
    id: "01900000-0000-7000-8000-0000000000e4",
    number: 4,
    kind: "file",
    title: "Лист",
    note: "",
    url: "",
  },
  ...{ file: null, added_by: null, added_at: "2026-12-02T10:00:00Z", withdrawn_at: null, hidden: null },
  ...{ subject: { kind: "dossier", id: DOSSIER_ID }, allowed: ["read"] },
};

async function sentBy(request: Request): Promise<unknown> {
  return { body: await request.json(), match: request.headers.get("If-Match") };
}

const press = (within_: Pick<typeof screen, "getByRole">, name: string) =>
  userEvent.click(within_.getByRole("button", { name }));

async function choose(dialog: Pick<typeof screen, "getByRole">, field: string, option: string) {
  await userEvent.click(dialog.getByRole("combobox", { name: field }));
  await userEvent.click(await screen.findByRole("option", { name: option }));
}

describe("a public control", () => {
  it("is begun from the menu of kinds, with who is controlled and whether they know of it", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...controlPage(),
      "GET /api/v1/dossiers": { items: [], next_cursor: null },
      "GET /api/v1/groups": { items: [{ ...GROUP, allowed: ["read", "begin_dossier"] }], next_cursor: null },
      [`GET /api/v1/groups/${GROUP_ID}/members`]: { items: [MEMBER] },
      [`POST /api/v1/groups/${GROUP_ID}/controls`]: async (request: Request): Promise<DossierPageOut> => {
        sent.push(await request.json());
        return DOSSIER;
      },
    });
    renderApp("/programmes");
    await userEvent.click(await screen.findByRole("button", { name: "Почати справу" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: /^Громадський контроль/ }));
    const dialog = within(await screen.findByRole("dialog", { name: "Почати громадський контроль" }));
    await press(dialog, "Почати справу");
    expect(dialog.getByText("Виберіть, як перевіряємо")).toBeDefined();
    expect(dialog.getByText("Виберіть, кого перевіряємо")).toBeDefined();
    expect(dialog.getByText("Виберіть, чи знатиме орган заздалегідь")).toBeDefined();
    await choose(dialog, "Як перевіряємо", "Візит");
    await choose(dialog, "Кого перевіряємо", "Відділ поліції");
    await userEvent.type(dialog.getByLabelText("Назва справи"), "Візит до ізолятора");
    // The arrow keys move between the two answers.
    await userEvent.click(dialog.getByRole("radio", { name: /^Так/ }));
    await userEvent.keyboard("{ArrowDown}");
    expect(dialog.getByText(/без номера, дати й запису, доки візит не відбувся/)).toBeDefined();
    expect(dialog.queryByLabelText(/Хто звернувся/)).toBeNull();
    await press(dialog, "Звернення і назва англійською");
    await userEvent.type(dialog.getByLabelText(/Хто звернувся/), "Сусідка");
    expect(await axeViolations()).toEqual([]);
    await press(dialog, "Почати справу");
    await waitFor(() => expect(location.pathname).toBe(ADDRESS));
    expect(sent).toEqual([
      {
        ...{ title: "Візит до ізолятора", mechanism: "visit", announced: false },
        ...{ authority_organisation: MEMBER.organisation.id, complaint: "Сусідка" },
      },
    ]);
  });

  it("says before the visit who knows of it, what is lacking, and where that is brought", async () => {
    const detail = { uk: "Долучіть мандат до фактів", en: "" };
    const conduct = step("conducted", "Візит відбувся", { missing: [{ code: "no_mandate_letter", detail }] });
    const notify = step("notified", "Орган повідомлено", {
      missing: [{ code: "unannounced", detail: { uk: "Без попередження", en: "" } }],
    });
    const sent: unknown[] = [];
    mockApi({
      ...controlPage({ allowed: ["edit_facts"] }, { sealed: true, transitions: [notify, conduct] }),
      [`GET ${PATH}/evidence`]: { items: [LETTER] },
      [`PATCH ${PATH}/control`]: async (request: Request): Promise<ControlOut> => {
        sent.push(await sentBy(request));
        return { ...CONTROL, mandate_letter: { id: LETTER.id, number: 4, present: true } };
      },
    });
    renderApp(ADDRESS);
    const facts = within(await screen.findByRole("region", { name: "Громадський контроль" }));
    expect(facts.getByText("вул. Тиха, 3")).toBeDefined();
    expect(facts.getByText(/30 календарних днів.*Приклад значень, не юридична порада/)).toBeDefined();
    expect(await screen.findByText(/Номера, дати й запису в календарі немає/)).toBeDefined();
    expect(screen.getByText("Тепер: лише названі").closest("li")?.getAttribute("aria-current")).toBe("true");
    expect(screen.getByRole("link", { name: detail.uk }).getAttribute("href")).toBe("#control");
    expect(screen.queryByText("Далі: Орган повідомлено")).toBeNull();
    expect(screen.queryByRole("region", { name: "Звернення" })).toBeNull();
    await press(facts, "Долучіть мандат");
    const dialog = within(await screen.findByRole("dialog", { name: "Відомості про контроль" }));
    await choose(dialog, "Мандат", "Доказ 4: Лист");
    await press(dialog, "Зберегти");
    await waitFor(() => expect(sent).toEqual([{ body: { mandate_letter: LETTER.id }, match: '"5"' }]));
    expect(await axeViolations()).toEqual([]);
  });

  it("takes nothing but another mandate after the visit, once the first one is gone", async () => {
    const letter = { id: LETTER.id, number: 3, present: false };
    const changed: Partial<ControlOut> = {
      allowed: ["edit_facts"],
      conducted_on: "2026-12-01",
      mandate_letter: letter,
    };
    mockApi({
      ...controlPage(changed, { phase: "fieldwork" }),
      [`GET ${PATH}/evidence`]: { items: [LETTER] },
    });
    renderApp(ADDRESS);
    const facts = within(await screen.findByRole("region", { name: "Громадський контроль" }));
    expect(facts.queryByRole("button", { name: "Змінити" })).toBeNull();
    await press(facts, "Долучіть мандат");
    const dialog = within(await screen.findByRole("dialog", { name: "Відомості про контроль" }));
    expect(dialog.getByRole("combobox", { name: "Мандат" })).toBeDefined();
    expect(dialog.queryByRole("combobox", { name: "Як перевіряємо" })).toBeNull();
  });

  it("tells what is there for a step beside what is awaited", async () => {
    const signOff = { code: "no_sign_off", detail: { uk: "погодження: «Жіноче коло»", en: "" } };
    const send = step("report_sent", "Надіслати звіт", {
      requires: ["forms_complete", "edition", "sign_off"],
      missing: [signOff],
    });
    const fieldwork: Partial<DossierPageOut> = { phase: "fieldwork", allowed: ["ask_sign_off"] };
    mockApi(controlPage({ conducted_on: "2026-12-01" }, { ...fieldwork, transitions: [send] }));
    renderApp(ADDRESS);
    const bar = within(await screen.findByRole("region", { name: "Перебіг справи" }));
    expect(bar.getByText("протокол заповнено")).toBeDefined();
    expect(bar.getByText("редакцію зафіксовано")).toBeDefined();
    expect(bar.queryByText("погоджено")).toBeNull();
    expect(bar.getByRole("link", { name: signOff.detail.uk }).getAttribute("href")).toBe("#sign-offs");
    expect(document.getElementById("sign-offs")).not.toBeNull();
    expect(await screen.findByText(/Ізолятор не бачить нічого/)).toBeDefined();
  });

  it("says that a team is awaited, not that its interests are declared", async () => {
    const nobody = { code: "no_team", detail: { uk: "Назвіть, хто працює", en: "" } };
    const conduct = step("conducted", "Проведено", { requires: ["interests_declared"], missing: [nobody] });
    mockApi(controlPage({}, { transitions: [conduct] }));
    renderApp(ADDRESS);
    const bar = within(await screen.findByRole("region", { name: "Перебіг справи" }));
    expect(bar.queryByText("інтереси заявлено")).toBeNull();
    expect(bar.getByRole("link", { name: nobody.detail.uk }).getAttribute("href")).toBe("#participants");
  });

  it("recommends what follows from a finding, to the authority in the first place", async () => {
    const sent: unknown[] = [];
    const finding: FindingOut = {
      ...{ id: "finding-1", number: 1, title: { uk: "Немає журналу", en: "" }, text: { uk: "", en: "" } },
      ...{ draft: false, evidence_count: 1, may_be_published: false, rating: null, version: 1, allowed: [] },
      ...{ recorded_by: aVoice(), recorded_at: "2026-12-02T10:00:00Z" },
    };
    mockApi({
      ...controlPage({}, { phase: "fieldwork", allowed: ["read", "record_finding"] }),
      "GET /api/v1/recommendations/words": WORDS,
      [`GET ${PATH}/findings`]: { items: [finding] },
      [`GET /api/v1/groups/${GROUP_ID}/members`]: { items: [{ organisation: CONTROL.authority, id: "s" }] },
      [`GET /api/v1/groups/${GROUP_ID}/outside-bodies`]: { items: [] },
      [`POST ${PATH}/recommendations`]: async (request: Request) => {
        sent.push(await request.json());
        return { ...RECOMMENDATION, stage: "draft" };
      },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Дії з проблемою 1" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Рекомендувати…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Нова рекомендація" }));
    await userEvent.type(dialog.getByLabelText("Назва"), "Журнал");
    await userEvent.type(dialog.getByLabelText("Що рекомендуєте"), "Завести журнал.");
    await choose(dialog, "Тема", "Поліція в громаді");
    await press(dialog, "Створити чернетку");
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({
      follows_from: { kind: "finding", id: "finding-1" },
      addressee_organisation: CONTROL.authority.id,
    });
  });

  it("keeps who complained on a card of its own, for those who may know it", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...controlPage({ allowed: ["read_complaint", "write_complaint"] }),
      [`GET ${PATH}/complaint`]: { words: "Сусідка", changed_at: null, version: 2 },
      [`PUT ${PATH}/complaint`]: async (request: Request) => {
        sent.push(await sentBy(request));
        return { words: "", changed_at: null, version: 3 };
      },
    });
    renderApp(ADDRESS);
    const card = within(await screen.findByRole("region", { name: "Звернення" }));
    expect(await card.findByText("Сусідка")).toBeDefined();
    expect(card.getByText(/Бачать лише той, хто веде справу, і монітори/)).toBeDefined();
    await press(card, "Змінити");
    const dialog = within(await screen.findByRole("dialog", { name: "Звернення" }));
    await userEvent.clear(dialog.getByLabelText(/Хто звернувся/));
    await press(dialog, "Зберегти");
    await waitFor(() => expect(sent).toEqual([{ body: { words: "" }, match: '"2"' }]));
  });
});

describe("the reply to its report", () => {
  const REPLY = step("replied", "Відповісти", { own_service: true });
  const PAST = { phase: "follow_up", visibility: "group" } as const;

  it("is given by the authority through its account, with the day and the rules", async () => {
    const sent: unknown[] = [];
    const given = {
      id: "r",
      kind: "refused",
      way: "account",
      received_on: "2026-12-05",
      in_time: true,
    } as const;
    mockApi({
      ...controlPage(SENT, { ...PAST, waits_for_me: true, transitions: [REPLY] }),
      [`POST ${PATH}/replies`]: async (request: Request): Promise<ControlOut> => {
        sent.push(await sentBy(request));
        const reply = { ...given, text: "Не на часі", evidence: null, corrected: false };
        return { ...CONTROL, ...SENT, outcome: "refused", replies: [reply] };
      },
    });
    renderApp(ADDRESS);
    const card = within(await screen.findByRole("region", { name: /^Відповідь на звіт, до/ }));
    expect(card.getByText("Приклад значень, не юридична порада")).toBeDefined();
    expect(card.queryByRole("button", { name: "Записати лист органу" })).toBeNull();
    expect(await screen.findByText("Тепер: уся група й орган")).toBeDefined();
    await press(card, "Відповісти на звіт");
    const dialog = within(await screen.findByRole("dialog", { name: "Відповідь на звіт" }));
    await press(dialog, "Надіслати відповідь");
    expect(dialog.getByText("Виберіть відповідь")).toBeDefined();
    await userEvent.click(dialog.getByRole("radio", { name: "Відмова відповідати" }));
    await userEvent.type(dialog.getByLabelText("Текст"), "Не на часі");
    expect(await axeViolations()).toEqual([]);
    await press(dialog, "Надіслати відповідь");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([{ body: { kind: "refused", text: "Не на часі" }, match: '"5"' }]);
  });

  it("by letter is recorded with its scan by who leads, who may record silence once it is late", async () => {
    const sent: unknown[] = [];
    const letter = step("letter", "Записати лист", { own_service: true });
    const silence = step("silence", "Записати, що відповіді не було");
    mockApi({
      ...controlPage(
        { ...SENT, overdue: true },
        { ...PAST, allowed: ["read", "add_evidence"], transitions: [letter, silence] },
      ),
      [`GET ${PATH}/evidence`]: { items: [LETTER] },
      [`POST ${PATH}/letters`]: async (request: Request): Promise<ControlOut> => {
        sent.push(await sentBy(request));
        return { ...CONTROL, ...SENT, outcome: "late" };
      },
    });
    renderApp(ADDRESS);
    expect(await screen.findByText(/Строк минув, відповіді немає/)).toBeDefined();
    expect(screen.getByRole("button", { name: "Записати, що відповіді не було" })).toBeDefined();
    await press(screen, "Записати лист органу");
    const dialog = within(await screen.findByRole("dialog", { name: "Записати лист органу" }));
    await press(dialog, "Записати лист");
    expect(dialog.getByText("Додайте скан листа")).toBeDefined();
    await userEvent.click(dialog.getByRole("radio", { name: "Відповідь по суті" }));
    await userEvent.clear(dialog.getByLabelText("Коли надійшов"));
    await userEvent.type(dialog.getByLabelText("Коли надійшов"), "03.11.2026");
    await choose(dialog, "Скан листа", "Доказ 4: Лист");
    await press(dialog, "Записати лист");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([
      { body: { kind: "answered", received_on: "2026-11-03", evidence: LETTER.id }, match: '"5"' },
    ]);
  });

  it("is not asked for while silence cannot be recorded yet", async () => {
    const soon = [{ code: "not_overdue", detail: { uk: "Ще є час", en: "" } }];
    mockApi(controlPage(SENT, { ...PAST, transitions: [step("silence", "Мовчання", { missing: soon })] }));
    renderApp(ADDRESS);
    expect(await screen.findByText(/На кожну рекомендацію відповідають окремо/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Мовчання" })).toBeNull();
  });
});
