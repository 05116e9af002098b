import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DecisionOut, DecisionTallyOut, VoterOut } from "@/api/generated/types.gen";
import {
  answered,
  DECISION,
  DECISION_PAGE,
  DECISION_PATH,
  decisionPage,
  HUB_VOTER,
  OPTIONS,
  OWN_VOTER,
  POLICE_VOTER,
  RANKED,
  SECRET,
  TALLY,
  vote,
  voteResult,
} from "@/testing/decision-samples";
import { chooseFromMenu } from "@/testing/forms";
import { GROUP } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();
type Round = DecisionTallyOut["rounds"][number];
beforeEach(() => {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
});

const VOTE = `PUT ${DECISION_PATH}/voters/${OWN_VOTER.id}/vote`;
const BALLOT = `PUT ${DECISION_PATH}/voters/${OWN_VOTER.id}/ballot`;
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));
const choose = async (name: RegExp) => userEvent.click(await screen.findByRole("radio", { name }));

/** Show the page; what is sent to an address is kept. */
function open(decision: Partial<DecisionOut>, address?: string, reply: Partial<DecisionOut> = {}) {
  const sent: unknown[] = [];
  mockApi({
    ...decisionPage(decision),
    ...(address && {
      [address]: async (request: Request) => {
        sent.push(await request.json());
        return { ...DECISION, ...decision, ...voteResult(OWN_VOTER), ...reply };
      },
    }),
  } as never);
  renderApp(DECISION_PAGE);
  return sent;
}

describe("a decision that waits for an answer", () => {
  it("shows the proposal, the rule as a sentence, and which sector the quorum lacks", async () => {
    open({});
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("№ 14 Чергуємо на входах?");
    expect(screen.getByText("Двоє людей зустрічають біля входу.")).toBeDefined();
    expect(screen.getByText(/щонайменше 2 із 3, серед них ДСНС, і жодне/)).toBeDefined();
    expect(screen.getByRole("img", { name: "Відповіли 1 із 3, кворуму ще немає" })).toBeDefined();
    expect(screen.getByText("ДСНС: відповіді немає")).toBeDefined();
    expect(screen.getByText(/нагадаємо тим, хто ще не відповів/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("says the same of the seats as a table", async () => {
    open({});
    await press("Таблицею");
    const rows = screen.getAllByRole("row").map((row) => row.textContent);
    expect(rows.slice(1)).toEqual([
      expect.stringContaining("Олег МорозЗгода"),
      expect.stringContaining("Юлія ТкаченкоЧекає на вас"),
      expect.stringContaining("Алла ДорошенкоЩе чекаємо"),
    ]);
  });

  it("names a sector that was asked and may still answer, where only its answer is lacking", async () => {
    const asked = { sector: "police" as const, demand: "asked" as const, state: "asked" as const };
    const sectors = [{ ...asked, until: "2030-01-05" }];
    open({ quorum: { needed: 1, answered: 1, sectors, is_met: false } });
    expect(await screen.findByText(/немає відповіді сектору Поліція/)).toBeDefined();
  });

  it("takes consent for the seat of the reader", async () => {
    const sent = open({}, VOTE);
    await choose(/^Згода/);
    await press("Надіслати відповідь");
    await waitFor(() => expect(sent).toEqual([{ answer: "consent" }]));
  });

  it("takes no objection without harm and condition", async () => {
    const sent = open({}, VOTE);
    await choose(/^Обґрунтоване заперечення/);
    await press("Подати заперечення");
    expect(screen.getByText("Напишіть, що завдасть шкоди")).toBeDefined();
    expect(screen.getByText("Напишіть, за якої умови знімете заперечення")).toBeDefined();
    await userEvent.type(screen.getByLabelText("Що саме завдасть шкоди"), "Крісло важке");
    await userEvent.type(screen.getByLabelText("За якої умови знімете заперечення"), "Навчання");
    await userEvent.click(screen.getByLabelText("Якщо рішення буде іншим, назвіть мене в протоколі"));
    await press("Подати заперечення");
    await waitFor(() =>
      expect(sent).toEqual([
        { answer: "object", harm: "Крісло важке", condition: "Навчання", wants_name: true },
      ]),
    );
  });

  it("shows the answer that was given, which may be changed", async () => {
    const own = answered(OWN_VOTER, vote("abstain"));
    const sent = open({ mine: [own], voters: [own] }, VOTE);
    await press("Змінити відповідь");
    await choose(/^Згода/);
    await press("Надіслати відповідь");
    await waitFor(() => expect(sent).toEqual([{ answer: "consent" }]));
  });

  it("asks who sits for two for which seat they answer, the one without an answer first", async () => {
    const other = answered({ ...POLICE_VOTER }, vote("consent"));
    const sent = open({ mine: [other, OWN_VOTER] }, VOTE);
    expect(await screen.findByRole("heading", { name: /12 частини ДСНС/ })).toBeDefined();
    expect(screen.getByRole("combobox", { name: "Яке місце відповідає" })).toBeDefined();
    await choose(/^Згода/);
    await press("Надіслати відповідь");
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it("is ranked by buttons alone", async () => {
    const sent = open(RANKED, VOTE);
    await choose(/^Розставлю варіанти/);
    for (const name of ["Ліцей", "Набережна"]) await press(name);
    await press("Вище: Набережна");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Вище: Набережна");
    await press("Надіслати відповідь");
    await waitFor(() =>
      expect(sent).toEqual([{ answer: "choose", ranking: [OPTIONS[1]?.id, OPTIONS[0]?.id] }]),
    );
  });

  it("keeps what is typed when the answer comes after the close", async () => {
    mockApi({ ...decisionPage(), [VOTE]: new ProblemResponse(409, "closed") } as never);
    renderApp(DECISION_PAGE);
    await choose(/^Згода/);
    await userEvent.type(screen.getByLabelText("Чому (необов’язково)"), "Бо треба");
    await press("Надіслати відповідь");
    expect(await screen.findByDisplayValue("Бо треба")).toBeDefined();
  });
});

describe("a secret ballot", () => {
  it("says before it is cast that it is final, and is cast after a question", async () => {
    const sent = open(SECRET, BALLOT);
    expect(await screen.findByText(/Бюлетень остаточний: його не змінити/)).toBeDefined();
    await choose(/^За$/);
    await press("Подати бюлетень…");
    expect(sent).toEqual([]);
    const asked = within(await screen.findByRole("dialog", { name: "Подати бюлетень?" }));
    await userEvent.click(asked.getByRole("button", { name: "Подати бюлетень" }));
    await waitFor(() => expect(sent).toEqual([{ answer: "for" }]));
  });

  it("is not shown afterwards: only who took part is", async () => {
    const own = { ...OWN_VOTER, has_voted: true };
    open({ ...SECRET, mine: [own], voters: [own, HUB_VOTER] });
    expect(await screen.findByText(/Ваш бюлетень подано/)).toBeDefined();
    expect(screen.queryByRole("radio")).toBeNull();
    expect(screen.getByText("Взяли участь")).toBeDefined();
  });
});

describe("a decision that was counted", () => {
  const CLOSED: Partial<DecisionOut> = {
    state: "adopted",
    closed_at: "2030-01-10T16:00:00Z",
    allowed: ["read"],
  };

  it("shows the rounds, and repeats them as a table", async () => {
    open({ ...CLOSED, ...RANKED, tally: TALLY });
    expect(await screen.findByText("Вибрано: Ліцей.")).toBeDefined();
    const rows = screen.getAllByRole("row").map((row) => row.textContent);
    expect(rows).toEqual(["ВаріантТур 1Тур 2", "Ліцей35", "Набережна44", "Лікарня2вибув"]);
    expect(await axeViolations()).toEqual([]);
  });

  it("says of each round how many ballots name no option that is left", async () => {
    const [first, second] = TALLY.rounds as [Round, Round];
    open({ ...CLOSED, ...RANKED, tally: { ...TALLY, rounds: [first, { ...second, exhausted: 2 }] } });
    expect(await screen.findByRole("row", { name: "Вичерпані бюлетені 0 2" })).toBeDefined();
  });

  it("keeps the entries and the scan of ballots of paper", async () => {
    const paper = { entries: [], differences: [], scan: { id: "scan-1", name: "бюлетені.pdf" } };
    open({ ...CLOSED, ...RANKED, tally: TALLY, paper });
    expect(await screen.findByRole("button", { name: "бюлетені.pdf" })).toBeDefined();
    expect(screen.queryByText(/Закрити можна/)).toBeNull();
  });

  it("shows nothing but the result where fewer than five cast a secret ballot", async () => {
    const tally = { ...TALLY, rounds: [], ballots: 3, winner: null, is_split_hidden: true };
    open({ ...CLOSED, ...SECRET, tally });
    expect(await screen.findByText("Пропозицію ухвалено.")).toBeDefined();
    expect(screen.getByText(/показуємо лише результат/)).toBeDefined();
  });

  it("names who wanted otherwise by sector, and who said so where they wish it", async () => {
    const said_by = { id: "deputy", name: { uk: "Ніна Заступниця", en: "" }, gender: "feminine" as const };
    const named = { wants_name: true, said_by };
    const against = answered(HUB_VOTER, vote("object", { harm: "Люди під обстрілом", ...named }));
    open({ ...CLOSED, voters: [answered(POLICE_VOTER, vote("consent")), against] });
    const card = within(await screen.findByRole("region", { name: "Хто хотів інакше" }));
    expect(card.getByText("Громадськість")).toBeDefined();
    expect(card.getByText(/Ніна Заступниця/).parentElement?.textContent).toContain("Люди під обстрілом");
    expect(card.queryByText("Поліція")).toBeNull();
  });

  it("waits for its words from who leads, with the day on which it is looked at again", async () => {
    const sent = open({ ...CLOSED, allowed: ["read", "write_outcome"] }, `PUT ${DECISION_PATH}/outcome`);
    await press("Написати, що ухвалили");
    await userEvent.type(await screen.findByLabelText("Результат словами"), "Чергуємо з понеділка");
    await userEvent.type(screen.getByLabelText("Переглянути (необов’язково)"), "02.03.2031");
    await press("Записати");
    await waitFor(() =>
      expect(sent).toEqual([{ text: "Чергуємо з понеділка", text_en: "", review_on: "2031-03-02" }]),
    );
  });

  it("gets better words on its review day without another one", async () => {
    const outcome = { text: { uk: "Чергуєм", en: "" }, by: null, at: "2020-01-10T16:00:00Z" };
    const due = { ...CLOSED, outcome, earlier_outcomes: [outcome], review_on: "2020-03-02" };
    const sent = open({ ...due, allowed: ["write_outcome"] }, `PUT ${DECISION_PATH}/outcome`);
    await press("Попередні слова (1)");
    expect(screen.getAllByText("Чергуєм")).toHaveLength(2);
    await press("Змінити слова");
    await userEvent.type(await screen.findByLabelText("Результат словами"), "о");
    await press("Записати");
    await waitFor(() => expect(sent).toEqual([{ text: "Чергуємо", text_en: "", review_on: "2020-03-02" }]));
  });
});

it("shows what somebody else has published meanwhile beside one’s own words", async () => {
  const words = (uk: string) => ({ text: { uk, en: "" }, at: "2030-01-10T16:00:00Z" });
  let kept: DecisionOut = { ...DECISION, state: "rejected", version: 4, allowed: ["read", "publish"] };
  const versions: unknown[] = [];
  mockApi({
    ...decisionPage(),
    [`GET ${DECISION_PATH}`]: () => kept,
    [`PUT ${DECISION_PATH}/publication`]: (request: Request) => {
      versions.push(request.headers.get("If-Match"));
      kept = { ...kept, version: 5, publication: words("Не чергуємо") };
      return versions.length === 1 ? new ProblemResponse(412, "stale") : kept;
    },
  } as never);
  renderApp(DECISION_PAGE);
  await chooseFromMenu("Ще", "Оприлюднити рішення");
  const field = await screen.findByLabelText("Слова для всіх");
  await userEvent.type(field, "Чергувати не будемо");
  await press("Оприлюднити");
  expect(await screen.findByText("Хтось уже змінив ці слова. Тепер там: «Не чергуємо»")).toBeDefined();
  expect((field as HTMLTextAreaElement).value).toBe("Чергувати не будемо");
  await press("Оприлюднити");
  await waitFor(() => expect(versions).toEqual(['"4"', '"5"']));
});

it("becomes an action item in two presses, with title, owner and day taken over", async () => {
  const made: unknown[] = [];
  const outcome = { text: { uk: "Чергуємо з понеділка", en: "" }, by: null, at: "2030-01-10T16:00:00Z" };
  mockApi({
    ...decisionPage({ state: "adopted", closed_at: "2030-01-10T16:00:00Z", outcome, allowed: ["read"] }),
    [`GET /api/v1/groups/${GROUP.id}/members`]: { items: [] },
    [`GET /api/v1/groups/${GROUP.id}`]: { ...GROUP, allowed: ["read", "make"] },
    [`POST /api/v1/groups/${GROUP.id}/action-items`]: async (request: Request) => {
      made.push(await request.json());
      return { number: 7 };
    },
  } as never);
  renderApp(DECISION_PAGE);
  await press("Створити доручення");
  await press("Доручити");
  await waitFor(() =>
    expect(made).toMatchObject([
      { title: "Чергуємо з понеділка", owner_organisation: HUB_VOTER.organisation.id, decision: DECISION.id },
    ]),
  );
});

describe("who leads", () => {
  it("opens a draft, with the moment of its close", async () => {
    const draft = { state: "draft" as const, number: null, quorum: null, voters: [], mine: [] };
    const sent = open({ ...draft, allowed: ["read", "open", "edit"] }, `POST ${DECISION_PATH}/transitions`);
    await press("Почати збирати відповіді");
    await press("Почати");
    await waitFor(() => expect(sent).toEqual([{ to: "open", closes_at: "2030-01-10T16:00:00.000Z" }]));
  });

  it("asks the sector that is missing", async () => {
    const sent = open({ allowed: ["read", "ask_sector"] }, `POST ${DECISION_PATH}/asks`);
    await press("Запитати сектор…");
    await press("Запитати");
    await waitFor(() => expect(sent).toEqual([{ sector: "emergency", until: "2030-01-10" }]));
  });

  it("records an answer by phone, with who gave it", async () => {
    const address = `PUT ${DECISION_PATH}/voters/${HUB_VOTER.id}/phone-vote`;
    const sent = open({ allowed: ["read", "record_vote"] }, address);
    await press("Ще");
    await userEvent.click(await screen.findByRole("menuitem", { name: "Записати телефонну відповідь" }));
    await choose(/^Згода/);
    await press("Записати");
    await waitFor(() => expect(sent).toEqual([{ answer: "consent", said_by: "alla" }]));
  });

  it("replies to an objection, which stands first with the condition on which it is lifted", async () => {
    const objecting = answered(HUB_VOTER, vote("object", { harm: "Обстріл", condition: "Тамбур" }));
    const address = `POST ${DECISION_PATH}/objections/${HUB_VOTER.id}/replies`;
    const saying = answered(POLICE_VOTER, vote("consent", { reason: "Допоможемо" }));
    const sent = open({ voters: [saying, objecting], allowed: ["read", "reply"] }, address);
    const card = within(await screen.findByRole("region", { name: "Чому так" }));
    expect(card.getAllByRole("listitem")[0]?.textContent).toContain("Зніму, якщо Тамбур");
    await press("Відповісти на заперечення");
    await userEvent.type(await screen.findByLabelText("Ваша відповідь"), "Дописали");
    await press("Відповісти");
    await waitFor(() => expect(sent).toEqual([{ text: "Дописали" }]));
  });
});

it("enters ballots of paper in heaps, and shows where the entries differ", async () => {
  const entered_by = { ...POLICE_VOTER.seat } as NonNullable<typeof POLICE_VOTER.seat>;
  const entry = { entry: 1, entered_by, at: "2030-01-01T08:00:00Z", batches: [] };
  const paper = {
    entries: [entry, { ...entry, entry: 2 }],
    differences: [{ answer: "for" as const, ranking: [], first: 7, second: 6 }],
    scan: { id: "scan-1", name: "бюлетені.pdf" },
  };
  const rule = {
    ...DECISION.rule,
    method: "majority" as const,
    on_paper: true,
    answers: ["for" as const, "against" as const],
  };
  const sent = open(
    { rule, paper, voters: [], mine: [], allowed: ["read", "count_paper"] },
    `PUT ${DECISION_PATH}/paper`,
  );
  expect(await screen.findByText("За: спершу 7, потім 6")).toBeDefined();
  expect(screen.getByRole("button", { name: "бюлетені.pdf" })).toBeDefined();
  await userEvent.click(screen.getAllByRole("button", { name: "Виправити" })[1] as HTMLElement);
  await userEvent.click(await screen.findByRole("combobox", { name: "Відповідь у стопці 1" }));
  await userEvent.click(await screen.findByRole("option", { name: "За" }));
  await userEvent.type(screen.getByLabelText("Скільки бюлетенів у стопці 1"), "7");
  await press("Зберегти");
  await waitFor(() => expect(sent).toEqual([{ entry: 2, batches: [{ answer: "for", number: 7 }] }]));
});

it("is no page for who does not read its thread", async () => {
  mockApi({
    ...decisionPage(),
    [`GET ${DECISION_PATH}`]: new ProblemResponse(404, "not_found"),
  } as never);
  renderApp(DECISION_PAGE);
  expect(await screen.findByText("Такого рішення немає")).toBeDefined();
});

describe("an answer of somebody else", () => {
  const result = (voter: VoterOut) => ({
    ...voteResult(voter),
    turnout: { answered: 2, seated: 3 },
    change: "vote_cast",
  });

  async function hear(data: unknown) {
    const asked = vi.fn(() => DECISION);
    mockApi({ ...decisionPage(), [`GET ${DECISION_PATH}`]: asked } as never);
    renderApp(DECISION_PAGE, { staleTime: Number.POSITIVE_INFINITY });
    await screen.findByText("1 із 3");
    const topic = `group:${DECISION.group.id}`;
    await waitFor(() => expect(TestSocket.last?.sent.some((one) => one.topic === topic)).toBe(true));
    const event = { type: "event", topic, seq: 1, kind: "dialogue.vote_cast", at: "2030-01-01T08:00:00Z" };
    act(() => TestSocket.last?.say({ ...event, data } as never));
    return asked;
  }

  it("is shown as it is told, and the roll is not loaded for it", async () => {
    const asked = await hear(result(answered(HUB_VOTER, vote("abstain"))));
    expect(await screen.findByText("2 із 3")).toBeDefined();
    await press("Таблицею");
    expect(screen.getByRole("row", { name: /Алла Дорошенко.*Утрим/ })).toBeDefined();
    expect(asked).toHaveBeenCalledOnce();
  });

  it("loads the decision anew where a seat was lost", async () => {
    const asked = await hear(result({ ...HUB_VOTER, lost_at: "2030-01-01T08:00:00Z" }));
    await waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  });
});
