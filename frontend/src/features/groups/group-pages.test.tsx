import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CHARTER } from "@/testing/decision-samples";
import { captureRequests, pick } from "@/testing/forms";
import { BASE, GROUP, GROUP_PATH, PLACE, TERRITORY } from "@/testing/group-samples";
import { MEMBER, POLICE } from "@/testing/members-samples";
import { anEvent, GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("a group before its coordinator", () => {
  it("shows who is at the table, and asks for nothing that is said there", async () => {
    const { asked } = mockApi(BASE);
    renderApp(`/groups/${GROUP_ID}`);
    expect(await screen.findByText("За столом ще нікого")).toBeDefined();
    expect(screen.getByText(/Їх бачать лише ті, хто за столом/)).toBeDefined();
    expect(screen.getByText("запропонована")).toBeDefined();
    expect(screen.queryByRole("link", { name: "Теми" })).toBeNull();
    expect(screen.queryByText("Не вдалося завантажити")).toBeNull();
    expect(asked.filter((address) => address.includes("/threads"))).toEqual([]);
    expect(await axeViolations()).toEqual([]);
  });
});

describe("a new group", () => {
  it("finds its territory on the server, by a part of the name", async () => {
    const village = { ...TERRITORY, id: "place-300", name: { uk: "Яблунівка", en: "" }, above: [PLACE] };
    const sent: Record<string, unknown>[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/territories": (request: Request) => {
        const q = new URL(request.url).searchParams.get("q");
        return { items: [q ? village : TERRITORY], next_cursor: q ? null : "more" };
      },
      "POST /api/v1/groups": async (request: Request) => {
        sent.push(await request.json());
        return GROUP;
      },
    });
    renderApp("/groups/new");
    const user = userEvent.setup();
    const field = await screen.findByLabelText("Територія", { selector: "input" });
    await user.clear(field);
    await user.type(field, "Яблу");
    await user.click(await screen.findByRole("option", { name: /Яблунівка/, hidden: true }));
    await user.type(screen.getByLabelText(/Назва групи/), "Безпека");
    await user.type(screen.getByLabelText(/^Мета/), "Разом");
    await user.click(screen.getByRole("button", { name: "Заснувати групу" }));
    await waitFor(() => expect(sent).toMatchObject([{ territory: "place-300" }]));
  });
});

describe("the charter of a group", () => {
  it("keeps what is typed when somebody else changes it, and overwrites nothing unseen", async () => {
    const sent: unknown[] = [];
    const change = async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return sent.length === 1 ? new ProblemResponse(412, "stale") : { ...GROUP, version: 6 };
    };
    mockApi({ ...BASE, [`PATCH ${GROUP_PATH}`]: change });
    renderApp(`/groups/${GROUP_ID}/settings`);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Ритм засідань"), "Щовівторка");
    const { role: _role, unread: _unread, allowed: _allowed, seq: _seq, ...facts } = GROUP;
    const changed = { ...facts, version: 5, purpose: { uk: "Інша мета", en: "" } };
    const topic = `group:${GROUP_ID}`;
    act(() => TestSocket.last?.say(anEvent(1, "groups.group_edited", { group: changed }, topic)));
    expect(await screen.findByDisplayValue("Інша мета")).toBeDefined();
    expect(screen.getByDisplayValue("Щовівторка")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(screen.getByDisplayValue("Щовівторка")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText("Збережено")).toBeDefined();
    expect(sent[0]).toEqual(['"4"', { cadence: "Щовівторка" }]);
  });

  it("says what comes back with its public page", async () => {
    mockApi({ ...BASE, [`GET ${GROUP_PATH}`]: { ...GROUP, visibility: "listed" } });
    renderApp(`/groups/${GROUP_ID}/settings`);
    const user = userEvent.setup();
    const words = "Разом зі сторінкою будь-хто знову читатиме теми, які в групі оприлюднено.";
    await user.click(await screen.findByLabelText("Хто знає про групу", { selector: "input" }));
    expect(screen.queryByText(words)).toBeNull();
    await user.click(
      await screen.findByRole("option", { name: "Усі, зі сторінкою без входу", hidden: true }),
    );
    expect(screen.getByText(words)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("stands beside the rules by which its members decide", async () => {
    const group = { ...GROUP, role: "facilitator" as const };
    mockApi({ ...BASE, [`GET ${GROUP_PATH}`]: group, [`GET ${GROUP_PATH}/charter`]: CHARTER });
    renderApp(`/groups/${GROUP_ID}/settings`);
    const rules = within(await screen.findByRole("region", { name: "Як група ухвалює" }));
    expect(await rules.findByRole("button", { name: "Змінити правила" })).toBeDefined();
  });

  it("lets the keyboard go on where a dialog was opened", async () => {
    mockApi(BASE);
    renderApp(`/groups/${GROUP_ID}/settings`);
    const user = userEvent.setup();
    const step = await screen.findByRole("button", { name: "Розпустити" });
    await user.click(step);
    await screen.findByRole("dialog");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(step));
  });

  it("leads to the first field that needs a repair", async () => {
    mockApi({ ...BASE, "POST /api/v1/groups": new ProblemResponse(500, "unexpected") });
    renderApp("/groups/new");
    await userEvent.click(await screen.findByRole("button", { name: "Заснувати групу" }));
    expect(document.activeElement).toBe(screen.getByLabelText(/Назва групи/));
    expect(screen.getByText("Напишіть назву")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("what a group wants of its table", () => {
  it("says how many seats each sector should take, and leaves out those that are not expected", async () => {
    const { sent, take } = captureRequests({ ...GROUP, version: 5 });
    const allowed = [...GROUP.allowed, "require_seats"];
    const group = { ...GROUP, allowed };
    mockApi({ ...BASE, [`GET ${GROUP_PATH}`]: group, [`PUT ${GROUP_PATH}/required-seats`]: take });
    renderApp(`/groups/${GROUP_ID}/settings`);
    const user = userEvent.setup();
    const health = await screen.findByRole("spinbutton", { name: "Медицина" });
    await user.type(health, "2");
    await user.click(screen.getByRole("button", { name: "Менше: Поліція" }));
    await user.click(screen.getByRole("button", { name: "Більше: Бізнес" }));
    expect(screen.getByRole("img", { name: "За столом: 0. Секторів: 0 з 2" })).toBeDefined();
    const card = screen.getByRole("region", { name: "Місця за секторами" });
    await user.click(within(card).getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    const seats = [
      { sector: "business", count: 1 },
      { sector: "health", count: 2 },
    ];
    expect(sent).toEqual([['"4"', { seats }]]);
    expect(await axeViolations()).toEqual([]);
  });
});

describe("the steps to readiness", () => {
  const step = (id: string, check: string, title: string) => ({
    ...{ id, check, looks: check !== "", reached: false, reached_on: null, note: "" },
    title: { uk: title, en: title },
  });
  const READINESS = {
    items: [step("m1", "mandate_signed", "Документ підписано"), step("m2", "", "Кворум")],
    reached: 0,
    checks: [
      { check: "mandate_signed", title: { uk: "Документ підписано", en: "" } },
      { check: "sectors_present", title: { uk: "Усі сектори", en: "" } },
    ],
    allowed: ["set_milestones"],
    version: 4,
  };
  const answers = {
    ...BASE,
    [`GET ${GROUP_PATH}`]: { ...GROUP, allowed: [...GROUP.allowed, "set_milestones", "invite"] },
    [`GET ${GROUP_PATH}/readiness`]: READINESS,
  };

  it("are chosen, ordered and worded, and sent with the version that was seen", async () => {
    const { sent, take } = captureRequests({ ...READINESS, version: 5 });
    mockApi({ ...answers, [`PUT ${GROUP_PATH}/readiness`]: take });
    renderApp(`/groups/${GROUP_ID}/settings`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("checkbox", { name: "Усі сектори" }));
    await user.click(screen.getByRole("button", { name: "Вище: Кворум" }));
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Нижче: Кворум" }));
    await user.click(screen.getByRole("button", { name: "Змінити слова: Кворум" }));
    const words = await screen.findByLabelText("Чого хочете досягти");
    await user.clear(words);
    await user.type(words, "Три засідання з кворумом");
    await user.click(screen.getByRole("button", { name: "Змінити" }));
    await user.click(screen.getByRole("button", { name: "Додати свій крок" }));
    await user.type(await screen.findByLabelText("Чого хочете досягти"), "Навчання");
    await user.click(screen.getByRole("button", { name: "Додати" }));
    await user.click(screen.getByRole("checkbox", { name: "Документ підписано" }));
    expect(await axeViolations()).toEqual([]);
    const card = screen.getByRole("region", { name: "Кроки готовності" });
    await user.click(within(card).getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    const items = [
      { id: "m2", title: "Три засідання з кворумом", title_en: "" },
      { check: "sectors_present" },
      { title: "Навчання", title_en: "" },
    ];
    expect(sent).toEqual([['"4"', { items }]]);
  });

  it("lead to where each is met, as far as the reader may do something about it", async () => {
    const items = [...READINESS.items, step("m3", "sectors_present", "Усі сектори")];
    mockApi({ ...answers, [`GET ${GROUP_PATH}/readiness`]: { ...READINESS, items } });
    renderApp(`/groups/${GROUP_ID}/readiness`);
    const invite = await screen.findByRole("link", { name: "Запросити" });
    expect(invite.getAttribute("href")).toBe(`/groups/${GROUP_ID}/joining`);
    expect(screen.getByRole("link", { name: "Вписати" })).toBeDefined();
    expect(screen.queryByRole("link", { name: "Додати учасника" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("a new thread", () => {
  it("says plainly who will see it, and for whom it is opened", async () => {
    const { sent, take } = captureRequests({ id: "thread-1" });
    const seat = { group: { id: GROUP_ID }, role: "facilitator" };
    const position = { uk: "представниця", en: "representative" };
    const mandates = [
      { id: "m-1", organisation: POLICE, position, roles: [seat] },
      { id: "m-2", organisation: { ...POLICE, on_behalf: { uk: "ради", en: "" } }, position, roles: [seat] },
    ];
    mockApi({
      ...BASE,
      "GET /api/v1/me/mandates": { items: mandates },
      [`GET ${GROUP_PATH}`]: { ...GROUP, state: "active", allowed: ["read", "start", "start_restricted"] },
      [`GET ${GROUP_PATH}/members`]: { items: [MEMBER] },
      [`POST ${GROUP_PATH}/threads`]: take,
    });
    renderApp(`/groups/${GROUP_ID}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Нова тема" }));
    await user.type(await screen.findByLabelText(/Питання до групи/), "Хто що знає?");
    await user.type(screen.getByLabelText("Перше повідомлення"), "Зберімо все.");
    await user.click(screen.getByRole("button", { name: "Ще" }));
    expect(await screen.findByText(/Побачить кожен, хто в групі тепер/)).toBeDefined();
    await user.click(screen.getByLabelText("Лише названі"));
    await user.click(screen.getByRole("button", { name: "Відкрити тему" }));
    expect(screen.getByText("Назвіть хоча б одну організацію чи особу")).toBeDefined();
    await pick(user, screen.getByRole("combobox", { name: "Кого назвати" }), "^Відділ поліції");
    expect(screen.getByText(/Побачать: Олег Мороз, а також той/)).toBeDefined();
    await pick(user, screen.getByRole("combobox", { name: "Від імені кого" }), "ради");
    expect(screen.getByText(/не дізнається навіть, що вона є/)).toBeDefined();
    await user.click(screen.getByLabelText("Названі, а решта групи знає, що тема є"));
    expect(screen.getByText(/побачить назву «Хто що знає\?», хто веде тему/)).toBeDefined();
    expect(screen.queryByText(/не дізнається навіть, що вона є/)).toBeNull();
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Відкрити тему" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    const named = { visibility: "restricted", organisations: [POLICE.id], people: [], announced: true };
    expect(sent[0]).toMatchObject([null, { ...named, facilitator: "m-2" }]);
  });
});

describe("days in a group", () => {
  const NIGHT = "2026-01-04T22:30:00Z"; // half past midnight in Kyiv

  it("are those of the reader's zone: a step taken after midnight is of the new day", async () => {
    const step = { id: "step", before: "suspended", after: "active", reason: "", at: NIGHT, person: null };
    mockApi({ ...BASE, [`GET ${GROUP_PATH}/transitions`]: { items: [step], next_cursor: null } });
    renderApp(`/groups/${GROUP_ID}/settings`);
    expect(await screen.findByText("05.01.26")).toBeDefined();
  });

  it("begin the time in which voices are counted", async () => {
    const heard = [{ organisation: POLICE, heard: false }];
    const police = {
      sector: "police",
      seated: 1,
      required: 1,
      heard: false,
      messages: 0,
      organisations: heard,
    };
    mockApi({
      ...BASE,
      [`GET ${GROUP_PATH}`]: { ...GROUP, role: "member", allowed: ["read", "start"] },
      [`GET ${GROUP_PATH}/balance`]: { since: NIGHT, sectors: [police] },
    });
    renderApp(`/groups/${GROUP_ID}`);
    expect(await screen.findByText(/ще ніхто не озвався від 05\.01\.26/)).toBeDefined();
    expect(screen.getByRole("img", { name: "Чути організацій: 0 з 1" })).toBeDefined();
    expect(screen.getByText("давно не чути")).toBeDefined();
  });
});

describe("subgroups", () => {
  const BELOW = {
    ...{ ...GROUP, id: "below", name: { uk: "Безпека в школі", en: "" } },
    ...{ reads: true, sectors: [], missing: [] },
  };
  const founding = { ...GROUP, allowed: [...GROUP.allowed, "found_subgroup"] };

  it("are named on the page of the group above, and founded from it", async () => {
    const { sent, take } = captureRequests({ ...GROUP, id: "new" });
    mockApi({
      ...BASE,
      [`GET ${GROUP_PATH}`]: founding,
      "GET /api/v1/groups/directory": { items: [BELOW], next_cursor: null },
      "POST /api/v1/groups": take,
    });
    renderApp(`/groups/${GROUP_ID}`);
    const user = userEvent.setup();
    const below = await screen.findByRole("link", { name: "Безпека в школі" });
    expect(below.getAttribute("href")).toBe("/groups/below");
    await user.click(screen.getByRole("link", { name: "Нова підгрупа" }));
    await user.type(await screen.findByLabelText(/Назва групи/), "Дорога до школи");
    await user.type(screen.getByLabelText(/Мета/), "Безпечний шлях");
    await user.click(screen.getByRole("button", { name: "Англійською" }));
    await user.type(screen.getByLabelText("Назва групи англійською"), "The way to school");
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Заснувати підгрупу" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject([
      null,
      { name: "Дорога до школи", name_en: "The way to school", parent: GROUP_ID, territory: PLACE.id },
    ]);
  });

  it("are not founded under one that is dissolved, and the form says so", async () => {
    const dissolved = { pointer: "/parent", code: "dissolved", message: "Групу розпущено." };
    mockApi({
      ...BASE,
      [`GET ${GROUP_PATH}`]: founding,
      "POST /api/v1/groups": new ProblemResponse(422, "invalid", [dissolved]),
    });
    renderApp(`/groups/new?parent=${GROUP_ID}`);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/Назва групи/), "Дорога до школи");
    await user.type(screen.getByLabelText(/Мета/), "Безпечний шлях");
    await user.click(screen.getByRole("button", { name: "Заснувати підгрупу" }));
    const form = within(await screen.findByRole("region", { name: "Нова підгрупа" }));
    expect((await form.findByRole("alert")).textContent).toBe("Групу розпущено.");
  });

  it("lead back to it, and have none of their own", async () => {
    const parent = { id: "above", name: { uk: "Рада безпеки", en: "" } };
    mockApi({ ...BASE, [`GET ${GROUP_PATH}`]: { ...GROUP, parent } });
    renderApp(`/groups/${GROUP_ID}`);
    const crumb = await screen.findByRole("link", { name: "Рада безпеки" });
    expect(crumb.getAttribute("href")).toBe("/groups/above");
    expect(screen.queryByText("Нова підгрупа")).toBeNull();
  });
});
