import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { OfficeOut, OrganisationOut, TerritoryDetails } from "@/api/generated/types.gen";
import { DEPUTY, MANDATE } from "./members-samples";
import { kept } from "./test-forms";
import { faults, inFreshBrowsers, ME, open, QUIET } from "./test-page";
import { Refusal, serve } from "./test-server";

const PLACE = {
  id: "place-1",
  name: { uk: "Калинодільська громада", en: "Kalynodil" },
  level: "hromada" as const,
};
const PERSON = { id: "p-1", name: { uk: "Олег Литвин", en: "Oleh Lytvyn" }, gender: "masculine" as const };

const ORGANISATION: OrganisationOut = {
  id: "o-1",
  name: { uk: "Рада молоді", en: "Youth council" },
  short_name: { uk: "Рада молоді", en: "Youth council" },
  on_behalf: { uk: "ради молоді", en: "the youth council" },
  sector: "civil_society",
  parent: null,
  territories: [PLACE],
  phone: "102",
  email: "",
  website: "",
  address: { uk: "", en: "" },
  verified_at: null,
  verified_by: null,
  verified_document: "",
  allowed: ["read", "see_record", "edit", "edit_contacts", "verify", "set_administrators", "appoint"],
  version: 3,
};

const TERRITORY: TerritoryDetails = {
  ...PLACE,
  code: "UA05020030000000000",
  parent_id: "country",
  above: [{ id: "country", name: { uk: "Україна", en: "Ukraine" }, level: "country" }],
  latitude: 47.1,
  longitude: 31.9,
  populations: [{ year: 2025, count: 40180 }],
  contact_points: [
    {
      kind: "police",
      name: { uk: "Чергова частина", en: "Duty desk" },
      phone: "102",
      email: "",
      address: { uk: "", en: "" },
    },
  ],
  allowed: [
    "read",
    "edit",
    "register_part",
    "record_population",
    "set_contact_points",
    "register_organisation",
  ],
  version: 5,
};

const OFFICE: OfficeOut = {
  id: "office-1",
  kind: "coordinator",
  person: PERSON,
  territory: PLACE,
  document: "Розпорядження № 7",
  starts_at: "2026-01-12T08:00:00Z",
  ends_at: null,
  end_reason: "",
  allowed: ["read", "end"],
};

const page = (...items: unknown[]) => ({ items, next_cursor: null });
const BASE = {
  ...QUIET,
  "GET /api/v1/notifications": page(),
  "GET /api/v1/offices": page(OFFICE),
  "GET /api/v1/territories": page(TERRITORY),
  "GET /api/v1/territories/place-1": TERRITORY,
  "GET /api/v1/territories/place-1/ending-mandates": page(),
  "GET /api/v1/groups": page(),
  "GET /api/v1/groups/directory": page(),
  "GET /api/v1/organisations": page(ORGANISATION),
  "GET /api/v1/organisations?parent=o-1": page(),
  "GET /api/v1/organisations/o-1": ORGANISATION,
  "GET /api/v1/organisations/o-1/mandates": page(),
  "GET /api/v1/organisations/o-1/administrators": page(),
  "GET /api/v1/organisations/o-1/verification": page(),
};

inFreshBrowsers();

describe("an organisation", () => {
  it("is verified on a document, with the version that was read", async () => {
    const sent: unknown[] = [];
    const verify = async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return { ...ORGANISATION, verified_at: "2026-01-12T08:00:00Z", verified_document: "Витяг № 5" };
    };
    serve({ ...BASE, "POST /api/v1/organisations/o-1/verification": verify });
    open("/organisations/o-1");
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
    const { asked } = serve({
      ...BASE,
      "GET /api/v1/organisations/o-1": { ...ORGANISATION, allowed: ["read"] },
    });
    open("/organisations/o-1");
    expect(await screen.findByRole("heading", { level: 1, name: "Рада молоді" })).toBeDefined();
    expect(await screen.findByText("Ви нікого тут не знаєте")).toBeDefined();
    expect(screen.getByRole("link", { name: "102" }).getAttribute("href")).toBe("tel:102");
    for (const step of ["Підтвердити", "Змінити контакти", "Назвати особу", "Надати повноваження"])
      expect(screen.queryByRole("button", { name: step })).toBeNull();
    expect(asked.filter((one) => one.includes("/administrators") || one.includes("/verification"))).toEqual(
      [],
    );
    expect(await faults()).toEqual([]);
  });

  it("lets a mandate without a seat be resumed, and offers nobody what the server does not allow", async () => {
    const resting = { ...MANDATE, seats: [], state: "resting", allowed: ["read", "edit", "resume", "end"] };
    const gone = { ...MANDATE, id: "mandate-2", person: DEPUTY, state: "ended", allowed: ["read"] };
    const { sent, take } = kept({ ...MANDATE, state: "active" });
    serve({
      ...BASE,
      "GET /api/v1/organisations/o-1/mandates": page(resting, gone),
      "GET /api/v1/mandates/mandate-1": resting,
      "POST /api/v1/mandates/mandate-1/transitions": take,
    });
    open("/organisations/o-1");
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
    await vi.waitFor(() => expect(sent).toEqual([['"7"', { to: "active", reason: "" }]]));
    expect(await faults()).toEqual([]);
  });

  it("is registered where its coordinator works, and leads to the first field that needs a repair", async () => {
    serve(BASE);
    open("/organisations/new");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Внести організацію" }));
    expect(document.activeElement).toBe(screen.getByLabelText(/^Повна назва \*/));
    expect(screen.getAllByText(/^Калинодільська громада/).length).toBeGreaterThan(0);
    expect(await faults()).toEqual([]);
  });
});

describe("the directory of organisations", () => {
  it("asks the server for a name, a sector and those that wait for a mark", async () => {
    const { asked } = serve(BASE);
    open("/organisations");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Назва"), "рада");
    await user.click(screen.getByRole("button", { name: "Лише непідтверджені" }));
    expect(await screen.findByRole("link", { name: "Рада молоді" })).toBeDefined();
    const last = asked.filter((one) => one.startsWith("GET /api/v1/organisations?")).at(-1) ?? "";
    expect(decodeURIComponent(last)).toContain("q=рада");
    expect(last).toContain("verified=false");
    expect(await faults()).toEqual([]);
  });
});

describe("a territory", () => {
  it("shows where it lies, whom to call and how many live there", async () => {
    serve(BASE);
    open("/territories/place-1");
    expect(await screen.findByRole("heading", { level: 1, name: "Калинодільська громада" })).toBeDefined();
    expect(screen.getByRole("link", { name: "Україна" })).toBeDefined();
    expect(screen.getByText("Чергова частина")).toBeDefined();
    expect(screen.getByText(/40\s?180/)).toBeDefined();
    expect(await screen.findByText("Олег Литвин")).toBeDefined();
    expect(await faults()).toEqual([]);
  });

  it("keeps the contacts that were there when one more is added", async () => {
    const sent: { items: { name: string }[] }[] = [];
    const put = async (request: Request) => {
      sent.push(await request.json());
      return TERRITORY;
    };
    serve({ ...BASE, "PUT /api/v1/territories/place-1/contact-points": put });
    open("/territories/place-1");
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
});

describe("the codifier", () => {
  const BOSS = { ...TERRITORY, level: "country", allowed: ["read", "import_parts"] };
  const told = { applied: false, added: 2, changed: 1, unchanged: 4, missing: 3, renamed_count: 1 };
  const good = { ...told, renamed: [{ code: "UA1", before: "Тут", after: "Тутешня" }] };
  const bad = {
    ...told,
    renamed: [],
    fault_count: 1,
    faults: [{ line: 4, code: "twice", message: "Двічі." }],
  };

  it("is shown before it is taken in, and its bad lines are named", async () => {
    const answers = [bad, { ...good, faults: [], fault_count: 0 }, { ...good, faults: [], applied: true }];
    const take = vi.fn(() => answers[take.mock.calls.length - 1]);
    serve({
      ...BASE,
      "GET /api/v1/territories": page(BOSS),
      "POST /api/v1/territories/import": take,
    });
    open("/territories");
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
    expect(await faults()).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Внести зміни" }));
    expect(await screen.findByText("Кодифікатор завантажено")).toBeDefined();
    expect(take).toHaveBeenCalledTimes(3);
  });

  it("is offered to nobody else", async () => {
    serve(BASE);
    open("/territories");
    expect(await screen.findByText("Калинодільська громада")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Завантажити кодифікатор" })).toBeNull();
  });
});

describe("the coordinator's page", () => {
  it("is in the navigation of those alone who coordinate", async () => {
    serve(BASE);
    open("/hromada");
    expect(await screen.findByRole("link", { name: "Громада" })).toBeDefined();
    expect(await screen.findByText("Тут ще немає груп")).toBeDefined();
    expect(await screen.findByRole("link", { name: "Рада молоді" })).toBeDefined();
    expect(await screen.findByText("За місяць не закінчується нічого")).toBeDefined();
    expect(await faults()).toEqual([]);
  });

  it("does not exist for the others", async () => {
    serve({ ...BASE, "GET /api/v1/offices": page() });
    open("/hromada");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
    expect(screen.queryByRole("link", { name: "Громада" })).toBeNull();
  });
});

describe("offices across groups", () => {
  const ADMINISTRATOR = { ...ME, is_administrator: true };

  it("are ended with a reason, in the words of the server where it refuses", async () => {
    const sent: unknown[] = [];
    const end = async (request: Request) => {
      sent.push(await request.json());
      return sent.length === 1 ? new Refusal(409, "already_ended") : undefined;
    };
    serve({ ...BASE, "GET /api/v1/me": ADMINISTRATOR, "DELETE /api/v1/offices/office-1": end });
    open("/offices");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Припинити: Олег Литвин" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Причина"), "Інша робота");
    await user.click(within(dialog).getByRole("button", { name: "Припинити" }));
    await user.click(within(dialog).getByRole("button", { name: "Припинити" }));
    expect(await screen.findByText("Роль припинено цієї ж миті")).toBeDefined();
    expect(sent[1]).toEqual({ reason: "Інша робота" });
  });

  it("are no page for others", async () => {
    const { asked } = serve(BASE);
    open("/offices");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
    expect(asked.filter((one) => one === "GET /api/v1/offices?limit=100")).toEqual([]);
  });
});
