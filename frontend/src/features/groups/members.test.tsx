import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { captureRequests, pick } from "@/testing/forms";
import { BASE, GROUP, MANDATE, MEMBER, ORGANISATION, PATH, POLICE, RESTING } from "@/testing/members-samples";
import { GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

let user = userEvent.setup();

setupPageTest();

beforeEach(() => {
  user = userEvent.setup();
});

/** Opens the members and chooses a step of the officer's menu. */
async function choose(step: string): Promise<HTMLElement> {
  renderApp(`/groups/${GROUP_ID}/members`);
  await user.click(await screen.findByRole("button", { name: "Дії: Олег Мороз" }));
  await user.click(await screen.findByRole("menuitem", { name: step }));
  return screen.findByRole("dialog");
}

describe("who is at the table", () => {
  it("shows people by sector with their term and deputy, and the seats that nobody takes", async () => {
    mockApi(BASE);
    renderApp(`/groups/${GROUP_ID}/members`);
    const police = await screen.findByRole("region", { name: "Поліція" });
    expect(within(police).getByText("Олег Мороз")).toBeDefined();
    expect(within(police).getByText("заступає: Ірина Бойко")).toBeDefined();
    expect(within(police).getByText("на посаді з 12.03.2025")).toBeDefined();
    expect(within(police).getByText("зайнято 1 з 2")).toBeDefined();
    expect(within(police).getByText("Вільне місце")).toBeDefined();
    expect(screen.getByRole("region", { name: "Медицина" })).toBeDefined();
    expect(await screen.findByText(/повноваження призупинено/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("shows who only watches, in no seat of their sector", async () => {
    const watching = {
      ...MEMBER,
      id: "seat-2",
      role: "observer" as const,
      organisation: { ...POLICE, id: "market", sector: "business" as const },
    };
    mockApi({ ...BASE, [`GET ${PATH}/members`]: { items: [MEMBER, watching] } });
    renderApp(`/groups/${GROUP_ID}/members`);
    const business = await screen.findByRole("region", { name: "Бізнес" });
    expect(within(business).getByText("лише спостерігають")).toBeDefined();
    expect(within(business).getByText("Олег Мороз")).toBeDefined();
    expect(screen.queryByRole("region", { name: "Освіта" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("offers nothing to whom the server allows nothing", async () => {
    mockApi({
      ...BASE,
      [`GET ${PATH}`]: { ...GROUP, allowed: ["read"] },
      [`GET ${PATH}/members`]: { items: [{ ...MEMBER, allowed: [], mandate_allowed: ["read"] }] },
      [`GET ${PATH}/seats`]: { items: [{ ...RESTING, mandate_allowed: ["read"] }], next_cursor: null },
    });
    renderApp(`/groups/${GROUP_ID}/members`);
    expect(await screen.findByText("Олег Мороз")).toBeDefined();
    for (const name of ["Дії: Олег Мороз", "Додати учасника", "Надати повноваження", "Поновити"]) {
      expect(screen.queryByRole("button", { name })).toBeNull();
    }
  });

  it("gives a seat to a mandate", async () => {
    const { sent, take } = captureRequests(MEMBER);
    mockApi({ ...BASE, [`POST ${PATH}/members`]: take });
    renderApp(`/groups/${GROUP_ID}/members`);
    await user.click(await screen.findByRole("button", { name: "Додати учасника" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Додати учасника" }));
    expect(within(dialog).getByText("Виберіть людину")).toBeDefined();
    await pick(user, within(dialog).getByLabelText("Людина"), "Ірина Бойко");
    await user.click(within(dialog).getByLabelText(/Спостерігач/));
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Додати учасника" }));
    expect(await screen.findByText("Учасника додано")).toBeDefined();
    expect(sent).toEqual([[null, { mandate: "mandate-3", role: "observer" }]]);
  });

  it("gives a mandate by e-mail and says what the server refuses", async () => {
    const refusal = {
      type: "",
      title: "Перевірте поля",
      status: 422,
      detail: "",
      code: "invalid",
      errors: [{ pointer: "/email", code: "not_found", message: "З такою адресою ніхто не входить." }],
      request_id: "r",
    };
    mockApi({
      ...BASE,
      "POST /api/v1/organisations/org-1/mandates": () => Response.json(refusal, { status: 422 }),
    });
    renderApp(`/groups/${GROUP_ID}/members`);
    await user.click(await screen.findByRole("button", { name: "Надати повноваження" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "За е-поштою" }));
    await user.type(within(dialog).getByLabelText("Електронна пошта"), "new@kalynodil.example");
    await user.type(within(dialog).getByLabelText("Посада"), "інспекторка");
    await user.type(within(dialog).getByLabelText("Документ про призначення"), "Наказ № 2");
    await user.click(within(dialog).getByRole("button", { name: "Надати повноваження" }));
    expect(await within(dialog).findByText("З такою адресою ніхто не входить.")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("a mandate for oneself", () => {
  const giveOneself = async (answer: () => Response) => {
    mockApi({
      ...BASE,
      "POST /api/v1/organisations/org-1/mandates": answer,
      "GET /api/v1/approvals": { items: [], next_cursor: null },
    });
    renderApp(`/groups/${GROUP_ID}/members`);
    await user.click(await screen.findByRole("button", { name: "Надати повноваження" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "За е-поштою" }));
    await user.type(within(dialog).getByLabelText("Електронна пошта"), ME.email);
    await user.type(within(dialog).getByLabelText("Посада"), "інспекторка");
    await user.type(within(dialog).getByLabelText("Документ про призначення"), "Наказ № 2");
    await user.click(within(dialog).getByRole("button", { name: "Надати повноваження" }));
  };

  it("waits for a second person, and leads to the request", async () => {
    const waiting = {
      id: "one",
      state: "pending",
      summary: MANDATE.position,
      requested_at: "2025-12-05T09:40:00Z",
    };
    await giveOneself(() => Response.json(waiting, { status: 202 }));
    expect(await screen.findByText("Ще не діє: чекає на підтвердження другої особи")).toBeDefined();
    expect(screen.queryByText(/Повноваження надано/)).toBeNull();
    expect(screen.queryByRole("dialog")).toBeNull();
    await user.click(screen.getByRole("button", { name: "До запиту" }));
    expect(await screen.findByRole("heading", { name: "Рішення вдвох" })).toBeDefined();
  });

  it("is refused in the words of the server", async () => {
    const detail = "Групу хтось веде: попросіть про місце там.";
    const refusal = {
      type: "",
      title: "",
      status: 409,
      detail,
      code: "own_seat",
      errors: [],
      request_id: "r",
    };
    await giveOneself(() => Response.json(refusal, { status: 409 }));
    expect(await screen.findByText(detail)).toBeDefined();
  });
});

describe("a mandate in one of many organisations", () => {
  it("finds the organisation on the server, by a part of its name", async () => {
    const page = <Row,>(...items: Row[]) => ({ items, next_cursor: "more" });
    const other = { ...ORGANISATION, id: "org-2", name: { uk: "Аптека", en: "" } };
    const far = { ...ORGANISATION, id: "org-300", name: { uk: "Ясла № 300", en: "" } };
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/organisations": (request: Request) =>
        new URL(request.url).searchParams.get("q") ? page(far) : page(other, ORGANISATION),
      "POST /api/v1/organisations/org-300/mandates": async (request: Request) => {
        sent.push(await request.json());
        return MANDATE;
      },
    });
    renderApp(`/groups/${GROUP_ID}/members`);
    await user.click(await screen.findByRole("button", { name: "Надати повноваження" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Надати повноваження" }));
    expect(within(dialog).getByText("Виберіть організацію")).toBeDefined();
    await user.type(within(dialog).getByLabelText("Організація"), "300");
    await user.click(await screen.findByRole("option", { name: /Ясла № 300/, hidden: true }));
    await user.click(within(dialog).getByRole("button", { name: "За е-поштою" }));
    await user.type(within(dialog).getByLabelText("Електронна пошта"), "new@kalynodil.example");
    await user.type(within(dialog).getByLabelText("Посада"), "вихователька");
    await user.type(within(dialog).getByLabelText("Документ про призначення"), "Наказ № 2");
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Надати повноваження" }));
    expect(await screen.findByText(/Повноваження надано/)).toBeDefined();
    expect(sent).toMatchObject([{ email: "new@kalynodil.example" }]);
  });
});

describe("a seat and its mandate", () => {
  it("changes the role with the version that was read", async () => {
    const { sent, take } = captureRequests(MEMBER);
    mockApi({ ...BASE, [`PATCH ${PATH}/members/seat-1`]: take });
    const dialog = await choose("Змінити роль");
    await user.click(within(dialog).getByLabelText(/Секретар/));
    await user.click(within(dialog).getByRole("button", { name: "Змінити роль" }));
    expect(await screen.findByText("Роль змінено")).toBeDefined();
    expect(sent).toEqual([['"3"', { role: "secretary" }]]);
  });

  it("says before a post passes on what passes on, and passes it on once", async () => {
    const { sent, take } = captureRequests(MANDATE);
    mockApi({ ...BASE, "POST /api/v1/mandates/mandate-1/succession": take });
    const dialog = await choose("Передати посаду");
    const heritage = await within(dialog).findByRole("region", { name: "Що перейде" });
    for (const words of [
      "Безпека громади: Учасник",
      "3 відкриті доручення",
      "1 тема, яку веде ця посада",
      "5 непрочитаних тем",
    ]) {
      expect(within(heritage).getByText(words)).toBeDefined();
    }
    await user.click(within(dialog).getByRole("button", { name: "Передати посаду" }));
    expect(within(dialog).getByText("Виберіть людину")).toBeDefined();
    expect(within(dialog).getByText("Назвіть документ, яким призначено")).toBeDefined();
    await pick(user, within(dialog).getByLabelText("Наступник чи наступниця"), "Ірина Бойко");
    await user.type(within(dialog).getByLabelText("Документ про призначення"), "Наказ № 9");
    await user.type(within(dialog).getByLabelText("Причина"), "Ротація");
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Передати посаду" }));
    expect(await screen.findByText("Посаду передано")).toBeDefined();
    const body = { person: "deputy", document: "Наказ № 9", ends_on: null, reason: "Ротація" };
    expect(sent).toEqual([['"7"', body]]);
  });

  it("passes on a post until the day on which it ends, unless another is said", async () => {
    const { sent, take } = captureRequests(MANDATE);
    const ends = { ...MANDATE, ends_on: "2030-03-11" };
    mockApi({
      ...BASE,
      "GET /api/v1/mandates/mandate-1": ends,
      "POST /api/v1/mandates/mandate-1/succession": take,
    });
    const dialog = await choose("Передати посаду");
    const last = await within(dialog).findByDisplayValue("11.03.2030");
    await pick(user, within(dialog).getByLabelText("Наступник чи наступниця"), "Ірина Бойко");
    await user.type(within(dialog).getByLabelText("Документ про призначення"), "Наказ № 9");
    await user.type(within(dialog).getByLabelText("Причина"), "Ротація");
    await user.clear(last);
    await user.type(last, "11.03");
    const repair = "Впишіть дату: день, місяць і рік";
    expect(within(dialog).queryByText(repair)).toBeNull();
    await user.type(last, "{Enter}");
    expect(await within(dialog).findByText(repair)).toBeDefined();
    expect([document.activeElement, sent]).toEqual([last, []]);
    expect(await axeViolations()).toEqual([]);
    await user.type(last, ".2030");
    expect(within(dialog).queryByText(repair)).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Передати посаду" }));
    expect(await screen.findByText("Посаду передано")).toBeDefined();
    expect(sent).toMatchObject([['"7"', { ends_on: "2030-03-11" }]]);
  });

  it("lets a mandate rest with a reason, and resumes another", async () => {
    const resting = captureRequests(MANDATE);
    const resuming = captureRequests(MANDATE);
    mockApi({
      ...BASE,
      "POST /api/v1/mandates/mandate-1/transitions": resting.take,
      "POST /api/v1/mandates/mandate-2/transitions": resuming.take,
    });
    const dialog = await choose("Призупинити повноваження");
    await user.click(within(dialog).getByRole("button", { name: "Призупинити повноваження" }));
    expect(within(dialog).getByText(/Напишіть причину/)).toBeDefined();
    expect(document.activeElement).toBe(within(dialog).getByLabelText("Причина"));
    await user.keyboard("Перевірка");
    await user.click(within(dialog).getByRole("button", { name: "Призупинити повноваження" }));
    expect(await screen.findByText("Повноваження призупинено")).toBeDefined();
    expect(resting.sent).toEqual([['"7"', { to: "resting", reason: "Перевірка" }]]);
    await user.click(await screen.findByRole("button", { name: "Поновити" }));
    await user.click(await screen.findByRole("button", { name: "Поновити повноваження" }));
    expect(await screen.findByText("Повноваження поновлено")).toBeDefined();
    expect(resuming.sent).toEqual([['"9"', { to: "active", reason: "" }]]);
  });

  it("keeps what is typed into a mandate when somebody was faster", async () => {
    const versions: unknown[] = [];
    const change = (request: Request) => {
      versions.push(request.headers.get("If-Match"));
      return versions.length === 1 ? new ProblemResponse(412, "stale") : MANDATE;
    };
    const found = () => ({ ...MANDATE, version: versions.length === 0 ? 7 : 8 });
    mockApi({
      ...BASE,
      "GET /api/v1/mandates/mandate-1": found,
      "PATCH /api/v1/mandates/mandate-1": change,
    });
    const dialog = await choose("Змінити повноваження");
    const position = await within(dialog).findByLabelText("Посада");
    await user.clear(position);
    await user.type(position, "старший офіцер");
    await user.click(within(dialog).getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(within(dialog).getByDisplayValue("старший офіцер")).toBeDefined();
    await user.click(within(dialog).getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText("Повноваження змінено")).toBeDefined();
    expect(versions).toEqual(['"7"', '"8"']);
  });
});
