import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { MinutesLineOut, MinutesOut, RemarkOut } from "@/api/generated/types.gen";
import { aVoice, GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ID = "01900000-0000-7000-8000-0000000000b1";
const MEETING = "01900000-0000-7000-8000-0000000000b2";
const PATH = `/api/v1/minutes/${ID}`;
const both = (uk: string) => ({ uk, en: "" });
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));

const line = (id: string, kind: MinutesLineOut["kind"], uk: string, item = "item-1"): MinutesLineOut => ({
  id,
  kind,
  item_id: item,
  position: Number(id.slice(-1)),
  speaker: null,
  text: both(uk),
  version: 1,
});

const remark = (number: number, more: Partial<RemarkOut> = {}): RemarkOut => ({
  id: `remark-${number}`,
  number,
  line_id: "line-2",
  item_id: null,
  author: aVoice(),
  at: "2029-12-10T10:00:00Z",
  text: "Я не був проти",
  proposed: both("чергові в тамбурі"),
  state: "open",
  answer: "",
  before: null,
  decided_by: null,
  decided_at: null,
  ...more,
});

const SIGNER = {
  ...aVoice(),
  person: { id: ME.id, name: both("Юлія Ткаченко"), gender: "feminine" as const },
};
const UNSIGNED = {
  ...{ way: null, file_id: null, file_name: "", sha256: null },
  ...{ recorded_by: null, signed_at: null },
};

const MINUTES: MinutesOut = {
  id: ID,
  group: { id: GROUP_ID, name: both("Безпека громади") },
  meeting_id: MEETING,
  meeting_number: 21,
  held_at: "2029-12-08T13:00:00Z",
  year: 2029,
  number: 7,
  state: "remarks",
  remarks_until: "2020-12-11T16:00:00Z",
  signed_at: null,
  public_at: null,
  version: 5,
  made_by: { id: "p", name: both("Оксана"), gender: "feminine" },
  made_at: "2029-12-08T17:00:00Z",
  lines: [line("line-1", "listened", "про укриття"), line("line-2", "spoke", "поліція проти чергування")],
  remarks: [],
  signatures: [
    { role: "chair", signer: SIGNER, ...UNSIGNED },
    { role: "secretary", signer: aVoice(), ...UNSIGNED },
  ],
  corrections: [],
  report: { blocks: [{ kind: "heading", text: "ПОРЯДОК ДЕННИЙ" }] },
  sha256: null,
  allowed: ["read", "decide_remark", "send_for_signature", "reopen"],
};

const item = (id: string, position: number, title: string | null) => ({
  id,
  position,
  title,
  state: "done",
  is_restricted: title === null,
});
const AGENDA = [item("item-0", 1, null), item("item-1", 2, "Доступність укриттів")];

/** A seat in the group, as far as the choice of a signer reads it. */
const aMember = (name: string) => ({
  id: `seat-${name}`,
  mandate_id: `mandate-${name}`,
  role: "member",
  person: { id: `person-${name}`, name: both(name) },
  organisation: { short_name: both("ГО") },
});

/** Show the page; what is sent to an address is kept. */
function open(minutes: Partial<MinutesOut>, address?: string, reply?: unknown, more: object = {}) {
  const sent: { body: unknown; version: string | null }[] = [];
  const shown = { ...MINUTES, ...minutes };
  mockApi({
    ...EMPTY_API,
    "GET /api/v1/groups": { items: [], next_cursor: null },
    [`GET ${PATH}`]: shown,
    [`GET /api/v1/meetings/${MEETING}`]: { id: MEETING, agenda: AGENDA },
    ...more,
    ...(address && {
      [address]: async (request: Request) => {
        sent.push({ body: await request.json().catch(() => null), version: request.headers.get("If-Match") });
        return reply ?? shown;
      },
    }),
  } as never);
  renderApp(`/minutes/${ID}`);
  return sent;
}

describe("minutes that take remarks", () => {
  it("stand by item, and a restricted one is its number alone", async () => {
    open({ remarks: [remark(2)] });
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("№ 7 Протокол, проєкт");
    await screen.findByRole("heading", { name: "Питання 2. Доступність укриттів" });
    expect(screen.getByRole("heading", { name: "Питання 1. Закрите питання" })).toBeDefined();
    expect(screen.getByText("ВИСТУПИЛИ:")).toBeDefined();
    const crumb = screen.getByRole("link", { name: "Засідання № 21" });
    expect(crumb.getAttribute("href")).toBe(`/meetings/${MEETING}`);
    const number = screen.getByRole("link", { name: "Зауваження 2, чекає на вас" });
    expect(number.getAttribute("href")).toContain("#remark-2");
    expect(
      screen
        .getByText(/^Зауваження до/)
        .closest("li")
        ?.getAttribute("aria-current"),
    ).toBe("step");
    expect(await axeViolations()).toEqual([]);
  });

  it("show the changed line before it is accepted", async () => {
    const sent = open({ remarks: [remark(2)] }, `PUT ${PATH}/remarks/remark-2/decision`);
    const card = within((await screen.findByText("Стане:")).closest("p") as HTMLElement);
    expect(card.getByText("поліція проти чергування").tagName).toBe("DEL");
    expect(card.getByText("чергові в тамбурі").tagName).toBe("INS");
    await press("Прийняти правку");
    await waitFor(() => expect(sent).toEqual([{ body: { accept: true }, version: '"5"' }]));
  });

  it("decline a remark with an answer, and accept one without words with an answer, too", async () => {
    const sent = open({ remarks: [remark(1, { proposed: null })] }, `PUT ${PATH}/remarks/remark-1/decision`);
    await press("Прийняти…");
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await press("Відхилити…");
    const asked = within(await screen.findByRole("dialog", { name: "Відхилити зауваження 1" }));
    await userEvent.click(asked.getByRole("button", { name: "Відхилити" }));
    expect(asked.getByText("Напишіть, чому ні")).toBeDefined();
    await userEvent.type(asked.getByLabelText("Чому ні"), "Не розглядали");
    await userEvent.click(asked.getByRole("button", { name: "Відхилити" }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ accept: false, answer: "Не розглядали" }));
  });

  it("are not sent for signature before each remark has its answer, and say which waits", async () => {
    open({ remarks: [remark(1, { state: "declined", answer: "Ні" }), remark(2)] });
    const send = await screen.findByRole("button", { name: "Передати на підпис" });
    expect(send).toHaveProperty("disabled", true);
    const hint = document.getElementById(send.getAttribute("aria-describedby") ?? "");
    expect(hint?.textContent).toBe("Спершу дайте відповідь на зауваження 2.");
  });

  it("are not sent before the days for remarks are over, and then they are", async () => {
    open({ remarks_until: "2999-12-11T16:00:00Z" });
    expect(await screen.findByRole("button", { name: "Передати на підпис" })).toHaveProperty(
      "disabled",
      true,
    );
    expect(screen.getByText(/^Зауваження приймаємо до/)).toBeDefined();
  });

  it("are sent for signature from the version that was seen", async () => {
    const sent = open({}, `POST ${PATH}/transitions`);
    await press("Передати на підпис");
    await waitFor(() => expect(sent).toEqual([{ body: { to: "signing" }, version: '"5"' }]));
  });

  it("keep what an accepted remark replaced in sight, struck", async () => {
    open({ remarks: [remark(1, { state: "accepted", before: both("поліція за чергування") })] });
    expect((await screen.findByText("за")).tagName).toBe("DEL");
    expect(screen.getByText("Прийнято, текст виправлено")).toBeDefined();
  });
});

describe("who was there", () => {
  it("says what is wrong with a line and how it should read", async () => {
    const sent = open({ allowed: ["read", "remark"] }, `POST ${PATH}/remarks`);
    await userEvent.click(
      (await screen.findAllByRole("button", { name: "Зауваження до рядка" }))[1] as Element,
    );
    const asked = within(await screen.findByRole("dialog", { name: "Зауваження до рядка" }));
    await userEvent.click(asked.getByRole("button", { name: "Додати зауваження" }));
    expect(asked.getByText("Напишіть, що не так")).toBeDefined();
    await userEvent.type(asked.getByLabelText("Що не так"), "Не так");
    await userEvent.clear(asked.getByLabelText("Як має бути"));
    await userEvent.type(asked.getByLabelText("Як має бути"), "поліція за");
    await userEvent.click(asked.getByRole("button", { name: "Додати зауваження" }));
    await waitFor(() =>
      expect(sent[0]?.body).toEqual({
        text: "Не так",
        line_id: "line-2",
        proposed: "поліція за",
        proposed_en: "",
      }),
    );
  });

  it("proposes no words where they left those that are there", async () => {
    const sent = open({ allowed: ["read", "remark"] }, `POST ${PATH}/remarks`);
    await userEvent.click(
      (await screen.findAllByRole("button", { name: "Зауваження до рядка" }))[0] as Element,
    );
    const asked = within(await screen.findByRole("dialog", { name: "Зауваження до рядка" }));
    await userEvent.type(asked.getByLabelText("Що не так"), "Звідки це?");
    await userEvent.click(asked.getByRole("button", { name: "Додати зауваження" }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ text: "Звідки це?", line_id: "line-1" }));
  });
});

it("a line that somebody else changed meanwhile is shown beside what one writes", async () => {
  const allowed: MinutesOut["allowed"] = ["read", "edit"];
  let shown: MinutesOut = { ...MINUTES, state: "draft", remarks_until: null, allowed };
  const versions: unknown[] = [];
  mockApi({
    ...EMPTY_API,
    [`GET ${PATH}`]: () => shown,
    [`GET /api/v1/meetings/${MEETING}`]: { id: MEETING, agenda: AGENDA },
    [`PATCH ${PATH}/lines/line-1`]: (request: Request) => {
      versions.push(request.headers.get("If-Match"));
      const [first, ...others] = MINUTES.lines as [MinutesLineOut, MinutesLineOut];
      shown = { ...shown, lines: [{ ...first, text: both("інше"), version: 2 }, ...others], version: 6 };
      return versions.length === 1 ? new ProblemResponse(412, "stale") : shown.lines[0];
    },
  } as never);
  renderApp(`/minutes/${ID}`);
  await userEvent.click((await screen.findAllByRole("button", { name: "Змінити рядок" }))[0] as Element);
  const asked = within(await screen.findByRole("dialog", { name: "Змінити рядок" }));
  await userEvent.type(asked.getByLabelText("Текст"), " і пандуси");
  await userEvent.click(asked.getByRole("button", { name: "Зберегти" }));
  expect(await asked.findByText(/Тепер там: «інше»/)).toBeDefined();
  expect(asked.getByLabelText("Текст")).toHaveProperty("value", "про укриття і пандуси");
  await userEvent.click(asked.getByRole("button", { name: "Зберегти" }));
  await waitFor(() => expect(versions).toEqual(['"1"', '"2"']));
});

describe("minutes that are signed", () => {
  const signing = { state: "signing" as const, allowed: ["read", "sign"] as MinutesOut["allowed"] };

  it("are signed by the reader for their own role alone, with a proof", async () => {
    const sent = open(signing, `PUT ${PATH}/signatures/chair`);
    await press("Підписати");
    const asked = within(await screen.findByRole("dialog", { name: "Підписати протокол?" }));
    await userEvent.click(asked.getByRole("button", { name: "Підписати" }));
    await waitFor(() => expect(sent).toEqual([{ body: { way: "proof" }, version: '"5"' }]));
    expect(screen.getAllByRole("button", { name: "Підписати" })).toHaveLength(1);
    expect(screen.getByRole("heading", { name: "ПОРЯДОК ДЕННИЙ" })).toBeDefined();
  });

  it("show a signed paper with whoever brought it", async () => {
    const file = { way: "paper" as const, file_id: "f", file_name: "протокол.pdf", sha256: "ab" };
    const chair = { role: "chair", signer: SIGNER, ...file, signed_at: "2029-12-12T08:00:00Z" } as const;
    const recorded_by = { id: "o", name: both("Оксана Коваль"), gender: "feminine" } as const;
    open({ ...signing, signatures: [{ ...chair, recorded_by }] });
    expect(await screen.findByText("Хто додав файл: Оксана Коваль")).toBeDefined();
    expect(screen.getByRole("button", { name: "протокол.pdf" })).toBeDefined();
  });

  it("take a signed paper, which must be chosen first", async () => {
    open(signing);
    await userEvent.click(
      (await screen.findAllByRole("button", { name: "Додати підписаний файл…" }))[1] as Element,
    );
    const asked = within(await screen.findByRole("dialog", { name: "Підписаний файл" }));
    await userEvent.click(asked.getByRole("button", { name: "Додати" }));
    expect(asked.getByText("Виберіть файл")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("are published after a question, which stays where the server refuses it", async () => {
    const sent = open(
      { state: "signed", signed_at: "2029-12-12T08:00:00Z", sha256: "ab", allowed: ["read", "publish"] },
      `PUT ${PATH}/publication`,
      new ProblemResponse(409, "no_public_page"),
    );
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("№ 7 Протокол");
    const paper = screen.getByRole("link", { name: "PDF англійською" });
    expect(paper.getAttribute("href")).toBe(`${PATH}/pdf?language=en`);
    await press("Оприлюднити…");
    const asked = within(await screen.findByRole("dialog", { name: "Оприлюднити протокол?" }));
    await userEvent.click(asked.getByRole("button", { name: "Оприлюднити" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(screen.getByRole("dialog", { name: "Оприлюднити протокол?" })).toBeDefined();
  });

  it("are corrected by an annex", async () => {
    const sent = open({ state: "signed", allowed: ["read", "correct"] }, `POST ${PATH}/corrections`);
    await press("Додати виправлення");
    const asked = within(await screen.findByRole("dialog", { name: "Додати виправлення" }));
    await userEvent.type(asked.getByLabelText("Що виправити"), "Дата 9 грудня");
    await userEvent.click(asked.getByRole("button", { name: "Додати" }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ text: "Дата 9 грудня", text_en: "" }));
  });
});

it("the annex of corrections is downloaded beside the minutes, once there is one", async () => {
  const correction = { id: "c", number: 1, text: both("Було шість."), author: aVoice(), at: MINUTES.held_at };
  open({ state: "signed", allowed: ["read"], corrections: [correction] });
  const annex = await screen.findByRole("link", { name: "Виправлення: PDF англійською" });
  expect(annex.getAttribute("href")).toBe(`${PATH}/corrections/pdf?language=en`);
  expect(screen.getByRole("link", { name: "PDF англійською" })).toBeDefined();
  expect(await axeViolations()).toEqual([]);
});

describe("a signer who has not signed", () => {
  const CHAIR = { ...MINUTES.signatures[0], signed_at: "2029-12-12T08:00:00Z", way: "proof" } as const;
  const allowed: MinutesOut["allowed"] = ["read", "replace_signer"];

  it("is replaced by somebody else with a seat", async () => {
    const signatures = [CHAIR, MINUTES.signatures[1]] as MinutesOut["signatures"];
    const named = { ...aMember("teacher"), person: signatures[1]?.signer.person };
    const seats = [aMember("officer"), { ...aMember("observer"), role: "observer" }, named];
    const sent = open({ state: "signing", allowed, signatures }, `PUT ${PATH}/signers/secretary`, undefined, {
      [`GET /api/v1/groups/${GROUP_ID}/members`]: { items: seats, next_cursor: null },
    });
    await press("Ще");
    expect(screen.getAllByRole("menuitem")).toHaveLength(1);
    await userEvent.click(await screen.findByRole("menuitem", { name: /^Замінити підписанта/ }));
    const asked = within(await screen.findByRole("dialog", { name: "Замінити підписанта" }));
    await userEvent.click(asked.getByRole("button", { name: "Замінити" }));
    expect(asked.getByText("Виберіть, хто підпише")).toBeDefined();
    await userEvent.click(asked.getByRole("combobox", { name: "Хто підпише" }));
    const options = await screen.findAllByRole("option", { hidden: true });
    expect(options.map((one) => one.textContent)).toEqual(["officer, ГО"]);
    await userEvent.click(options[0] as Element);
    await userEvent.click(asked.getByRole("button", { name: "Замінити" }));
    await waitFor(() => expect(sent).toEqual([{ body: { mandate_id: "mandate-officer" }, version: '"5"' }]));
  });

  it("is nothing to replace for who may not", async () => {
    open({ state: "signing", allowed: ["read", "sign"] });
    await screen.findByRole("heading", { name: "Підписи" });
    expect(screen.queryByRole("button", { name: "Ще" })).toBeNull();
  });
});

it("the minutes of a group are listed with their year and meeting", async () => {
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}`]: { id: GROUP_ID, name: both("Безпека громади"), allowed: [] },
    [`GET /api/v1/groups/${GROUP_ID}/minutes`]: { items: [MINUTES], next_cursor: null },
  } as never);
  renderApp(`/groups/${GROUP_ID}/minutes`);
  const row = await screen.findByRole("link", { name: /^№ 7 за 2029 рік, 8 грудня/ });
  expect(row.getAttribute("href")).toBe(`/minutes/${ID}`);
  expect(screen.getByText(/Засідання № 21/)).toBeDefined();
  expect(await axeViolations()).toEqual([]);
});
