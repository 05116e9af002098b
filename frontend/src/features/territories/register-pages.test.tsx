import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { makePage } from "@/testing/factories";
import { captureRequests } from "@/testing/forms";
import { DEPUTY, GROUP, MANDATE } from "@/testing/members-samples";
import { BASE, ORGANISATION, TERRITORY } from "@/testing/register-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("an organisation", () => {
  it("is verified on a document, with the version that was read", async () => {
    const sent: unknown[] = [];
    const verify = async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return { ...ORGANISATION, verified_at: "2026-01-12T08:00:00Z", verified_document: "Витяг № 5" };
    };
    mockApi({ ...BASE, "POST /api/v1/organisations/o-1/verification": verify });
    renderApp("/organisations/o-1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Підтвердити" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Підтвердити" }));
    expect(await within(dialog).findByText("Назвіть документ, який ви перевірили")).toBeDefined();
    await user.type(within(dialog).getByLabelText("Документ"), " Витяг № 5 ");
    await user.click(within(dialog).getByRole("button", { name: "Підтвердити" }));
    expect(await screen.findByText("Організацію підтверджено")).toBeDefined();
    expect(sent).toEqual([['"3"', { document: "Витяг № 5" }]]);
  });

  it("shows no step that is not allowed, nor its record", async () => {
    const { asked } = mockApi({
      ...BASE,
      "GET /api/v1/organisations/o-1": { ...ORGANISATION, allowed: ["read"] },
      "GET /api/v1/organisations/o-1/access/mine": {
        items: [{ kind: "everybody", words: { uk: "Бачать усі, хто увійшов.", en: "Everybody sees it." } }],
      },
    });
    renderApp("/organisations/o-1");
    expect(await screen.findByRole("heading", { level: 1, name: "Рада молоді" })).toBeDefined();
    expect(await screen.findByText("Ви нікого тут не знаєте")).toBeDefined();
    expect(await screen.findByText("Чому ви це бачите: Бачать усі, хто увійшов.")).toBeDefined();
    expect(screen.getByRole("link", { name: "102" }).getAttribute("href")).toBe("tel:102");
    for (const step of ["Підтвердити", "Змінити контакти", "Назвати особу", "Надати повноваження"])
      expect(screen.queryByRole("button", { name: step })).toBeNull();
    expect(asked.filter((one) => one.includes("/administrators") || one.includes("/verification"))).toEqual(
      [],
    );
    expect(await axeViolations()).toEqual([]);
  });

  it("lets a mandate without a seat be resumed, and offers nobody what the server does not allow", async () => {
    const resting = { ...MANDATE, seats: [], state: "resting", allowed: ["read", "edit", "resume", "end"] };
    const gone = { ...MANDATE, id: "mandate-2", person: DEPUTY, state: "ended", allowed: ["read"] };
    const { sent, take } = captureRequests({ ...MANDATE, state: "active" });
    mockApi({
      ...BASE,
      "GET /api/v1/organisations/o-1/mandates": makePage(resting, gone),
      "GET /api/v1/mandates/mandate-1": resting,
      "POST /api/v1/mandates/mandate-1/transitions": take,
    });
    renderApp("/organisations/o-1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Дії: Олег Мороз" }));
    expect(screen.queryByRole("button", { name: "Дії: Ірина Бойко" })).toBeNull();
    const items = await screen.findAllByRole("menuitem", { hidden: true });
    expect(items.map((one) => one.textContent)).toEqual([
      "Змінити повноваження",
      "Поновити повноваження",
      "Завершити повноваження",
    ]);
    await user.click(screen.getByRole("menuitem", { name: "Поновити повноваження", hidden: true }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Поновити повноваження" }));
    await waitFor(() => expect(sent).toEqual([['"7"', { to: "active", reason: "" }]]));
    expect(await axeViolations()).toEqual([]);
  });

  it("says on what document a mandate was given, why it is over and who had the post before", async () => {
    const plain = { ...MANDATE, document: "", allowed: ["read"] };
    const gone = { ...MANDATE, id: "mandate-2", person: DEPUTY, state: "ended", allowed: ["read"] };
    const told = {
      ...gone,
      reason: "Звільнення",
      predecessor: { ...DEPUTY, name: { uk: "Іван Гай", en: "" } },
    };
    mockApi({ ...BASE, "GET /api/v1/organisations/o-1/mandates": makePage(plain, told) });
    renderApp("/organisations/o-1");
    const line = (await screen.findByText("Ірина Бойко")).closest("li") as HTMLElement;
    for (const words of [
      "Документ про призначення: Наказ № 1",
      "Причина: Звільнення",
      "Раніше на цій посаді: Іван Гай",
    ])
      expect(within(line).getByText(words)).toBeDefined();
    for (const words of [/^Документ про призначення/, /^Причина/, /^Раніше на цій посаді/])
      expect(screen.getAllByText(words)).toHaveLength(1);
    expect(await axeViolations()).toEqual([]);
  });

  it("shows of what it is a unit, and lets only those change it whom the server lets", async () => {
    const above = { ...ORGANISATION, id: "o-2", name: { uk: "Міська рада", en: "" } };
    const path = "GET /api/v1/organisations/o-1";
    const unit = { ...ORGANISATION, parent: above, allowed: ["read", "edit"] };
    mockApi({ ...BASE, [path]: unit });
    renderApp("/organisations/o-1/edit");
    const fixed = await screen.findByLabelText("Підрозділ організації");
    expect([fixed.getAttribute("readonly"), (fixed as HTMLInputElement).value]).toEqual(["", "Міська рада"]);
    expect(screen.getByText(/^Змінити це може лише той, хто координує/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    cleanup();
    mockApi({ ...BASE, [path]: { ...unit, allowed: ["read", "edit", "set_parent"] } });
    renderApp("/organisations/o-1/edit");
    await screen.findByRole("button", { name: "Зберегти" });
    expect(screen.queryByText(/^Змінити це може лише той, хто координує/)).toBeNull();
  });

  it("is registered where its coordinator works, and leads to the first field that needs a repair", async () => {
    mockApi(BASE);
    renderApp("/organisations/new");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Внести організацію" }));
    expect(document.activeElement).toBe(screen.getByLabelText(/^Повна назва \*/));
    expect(screen.getAllByText(/^Калинодільська громада/).length).toBeGreaterThan(0);
    expect(await axeViolations()).toEqual([]);
  });
});

describe("the directory of organisations", () => {
  it("asks the server for a name, a sector and those that wait for a mark", async () => {
    const { asked } = mockApi(BASE);
    renderApp("/organisations");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Назва"), "рада");
    await user.click(screen.getByRole("button", { name: "Лише непідтверджені" }));
    expect(await screen.findByRole("link", { name: "Рада молоді" })).toBeDefined();
    const last = asked.filter((one) => one.startsWith("GET /api/v1/organisations?")).at(-1) ?? "";
    expect(decodeURIComponent(last)).toContain("q=рада");
    expect(last).toContain("verified=false");
    expect(await axeViolations()).toEqual([]);
  });
});

describe("a territory", () => {
  it("names its groups to the last, page by page", async () => {
    const card = (id: string, uk = "") => ({ ...GROUP, sectors: [], reads: false, id, name: { uk, en: "" } });
    mockApi({
      ...BASE,
      "GET /api/v1/groups/directory": { items: [card("g-1", "Перша")], next_cursor: "more" },
      "GET /api/v1/groups/directory?territory=place-1&cursor=more": makePage(card("g-101", "Остання")),
      "GET /api/v1/territories?within=place-1": makePage(),
    });
    renderApp("/territories/place-1");
    await userEvent.setup().click(await screen.findByRole("button", { name: "Показати ще" }));
    expect(await screen.findByText("Остання")).toBeDefined();
    expect(screen.getByText("Перша")).toBeDefined();
  });

  it("shows where it lies, whom to call and how many live there", async () => {
    mockApi(BASE);
    renderApp("/territories/place-1");
    expect(await screen.findByRole("heading", { level: 1, name: "Калинодільська громада" })).toBeDefined();
    expect(screen.getByRole("link", { name: "Україна" })).toBeDefined();
    expect(screen.getByText("Чергова частина")).toBeDefined();
    expect(screen.getByText(/40\s?180/)).toBeDefined();
    expect(await screen.findByText("Олег Литвин")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("has a wrong year of its population removed, by those alone who may record it", async () => {
    const sent: unknown[] = [];
    const remove = async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return { ...TERRITORY, populations: [] };
    };
    mockApi({ ...BASE, "DELETE /api/v1/territories/place-1/populations": remove });
    renderApp("/territories/place-1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Прибрати: 2025" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Прибрати населення за 2025 рік?" }));
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Прибрати" }));
    expect(await screen.findByText("Рік прибрано")).toBeDefined();
    expect(sent).toEqual([['"5"', { year: 2025 }]]);
    cleanup();
    mockApi({ ...BASE, "GET /api/v1/territories/place-1": { ...TERRITORY, allowed: ["read"] } });
    renderApp("/territories/place-1");
    expect(await screen.findByText(/40\s?180/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Прибрати: 2025" })).toBeNull();
  });

  it("keeps the contacts that were there when one more is added", async () => {
    const sent: { items: { name: string }[] }[] = [];
    const put = async (request: Request) => {
      sent.push(await request.json());
      return TERRITORY;
    };
    mockApi({ ...BASE, "PUT /api/v1/territories/place-1/contact-points": put });
    renderApp("/territories/place-1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Додати контакт" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Назва"), "Рада");
    await user.click(within(dialog).getByRole("button", { name: "Додати" }));
    expect(within(dialog).getByText("Впишіть телефон, електронну пошту або адресу")).toBeDefined();
    await user.type(within(dialog).getByLabelText("Телефон"), "(05134) 5-22-33");
    await user.click(within(dialog).getByRole("button", { name: "Додати" }));
    expect(await screen.findByText("Контакти збережено")).toBeDefined();
    expect(sent[0]?.items.map((one) => one.name)).toEqual(["Чергова частина", "Рада"]);
  });

  it("has a contact corrected where it stands, also when somebody else puts another before it meanwhile", async () => {
    const [police] = TERRITORY.contact_points as [(typeof TERRITORY.contact_points)[number]];
    const council = { ...police, kind: "council" as const, name: { uk: "Рада", en: "" }, phone: "5-22-33" };
    const sent: [string | null, { items: { name: string; phone: string }[] }][] = [];
    const moved = { ...TERRITORY, contact_points: [council, police], version: 6 };
    const put = async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return sent.length === 1 ? new ProblemResponse(412, "stale") : moved;
    };
    mockApi({
      ...BASE,
      "GET /api/v1/territories/place-1": () => (sent.length === 0 ? TERRITORY : moved),
      "PUT /api/v1/territories/place-1/contact-points": put,
    });
    renderApp("/territories/place-1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Змінити: Чергова частина" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Змінити контакт" }));
    await user.clear(dialog.getByLabelText("Телефон"));
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(dialog.getByText("Впишіть телефон, електронну пошту або адресу")).toBeDefined();
    await user.type(dialog.getByLabelText("Телефон"), "112");
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(await screen.findByText("Рада")).toBeDefined();
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText("Контакти збережено")).toBeDefined();
    const told = sent.map(([version, { items }]) => [version, ...items.map((one) => [one.name, one.phone])]);
    expect(told).toEqual([
      ['"5"', ["Чергова частина", "112"]],
      ['"6"', ["Рада", "5-22-33"], ["Чергова частина", "112"]],
    ]);
  });
});

describe("the codifier", () => {
  const BOSS = { ...TERRITORY, level: "country", allowed: ["read", "import_parts"] };
  const told = { applied: false, added: 2, changed: 1, unchanged: 4, missing: 3, renamed_count: 1 };
  const recoded = {
    name: "Вербова",
    before: "UA2",
    after: "UA3",
    level_before: "settlement",
    level: "hromada",
  };
  const good = {
    ...told,
    renamed: [{ code: "UA1", before: "Тут", after: "Тутешня" }],
    recoded: [recoded, { ...recoded, name: "Липова", before: "UA4", after: "UA4" }],
    recoded_count: 2,
  };
  const bad = {
    ...told,
    recoded: [],
    recoded_count: 0,
    renamed: [],
    fault_count: 1,
    faults: [{ line: 4, code: "twice", message: "Двічі." }],
  };

  it("is shown before it is taken in, and its bad lines are named", async () => {
    const answers = [bad, { ...good, faults: [], fault_count: 0 }, { ...good, faults: [], applied: true }];
    const take = vi.fn(() => answers[take.mock.calls.length - 1] ?? bad);
    mockApi({
      ...BASE,
      "GET /api/v1/territories": makePage(BOSS),
      "POST /api/v1/territories/import": take,
    });
    renderApp("/territories");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Завантажити кодифікатор" }));
    const file = new File(["code,level,name"], "katotth.csv", { type: "text/csv" });
    await user.upload(await screen.findByLabelText("Файл"), file);
    expect(await screen.findByText("1 рядок треба виправити")).toBeDefined();
    expect(screen.getByText("Двічі.")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Внести зміни" }));
    expect(take).toHaveBeenCalledTimes(1);
    await user.upload(screen.getByLabelText("Файл"), file);
    expect(await screen.findByText("Тутешня")).toBeDefined();
    const list = screen.getByRole("heading", { name: "Виправлено коди й рівні" }).parentElement;
    expect([...(list?.querySelectorAll("li") ?? [])].map((one) => one.textContent)).toEqual([
      "Вербова\u00a0· UA2 → UA3\u00a0· населений пункт → громада",
      "Липова\u00a0· населений пункт → громада",
    ]);
    expect(await axeViolations(document.body)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Внести зміни" }));
    expect(await screen.findByText("Кодифікатор завантажено")).toBeDefined();
    expect(take).toHaveBeenCalledTimes(3);
  });

  it("is offered to nobody else", async () => {
    mockApi(BASE);
    renderApp("/territories");
    expect(await screen.findByText("Калинодільська громада")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Завантажити кодифікатор" })).toBeNull();
  });
});
