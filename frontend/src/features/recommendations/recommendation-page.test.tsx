import { onlineManager } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { markOffline } from "@/lib/online";
import { ACTION } from "@/testing/action-samples";
import {
  ANSWERS,
  RECOMMENDATION,
  RECOMMENDATION_PATH,
  recommendationPage,
  step,
} from "@/testing/recommendation-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const TRANSITIONS = `POST ${RECOMMENDATION_PATH}/transitions`;
const PAGE = `/recommendations/${RECOMMENDATION.id}`;

const ASKED: Partial<RecommendationPageOut> = {
  waits_for_me: true,
  waiting: "answer",
  allowed: ["read", "accept", "accept_partly", "reject", "answer_done", "add_evidence"],
  steps: ANSWERS,
};

/** Show the page; what is sent as a step is kept, and answered by `reply`. */
function open(recommendation: Partial<RecommendationPageOut>, reply?: () => ProblemResponse) {
  const sent: { body: unknown; version: string | null }[] = [];
  const given = recommendationPage(recommendation);
  mockApi({
    ...given,
    [TRANSITIONS]: async (request: Request) => {
      const answer = reply?.();
      sent.push({ body: await request.json(), version: request.headers.get("If-Match") });
      return answer ?? { ...RECOMMENDATION, ...recommendation, version: 4 };
    },
  });
  renderApp(PAGE);
  return sent;
}

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const dialog = async (name: string) => within(await screen.findByRole("dialog", { name }));

describe("a recommendation that waits for an answer", () => {
  it("shows frozen words, the number, both axes and the day by which an answer is due", async () => {
    open(ASKED);
    const heading = await screen.findByRole("heading", { level: 1 });
    expect(heading.textContent).toBe("Р5 Вечірній піший патруль");
    expect(screen.getByText(/^Слова незмінні з 12 січня/)).toBeDefined();
    expect(screen.getAllByText("Чекає відповіді").length).toBeGreaterThan(0);
    expect(screen.getByText("Не почато")).toBeDefined();
    expect(screen.getByText(/Відповідь потрібна до 11 лютого 2030/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("is accepted with an agreed day, once the version that is shown is the present one", async () => {
    const sent = open(ASKED);
    await press("Відповісти");
    const asked = await dialog("Відповідь на рекомендацію");
    await userEvent.click(asked.getByRole("button", { name: "Відповісти" }));
    expect(asked.getByText("Виберіть відповідь")).toBeDefined();
    await userEvent.click(asked.getByRole("radio", { name: /^Приймаємо$/ }));
    await userEvent.type(asked.getByLabelText("До якого дня виконаєте (необов’язково)"), "01.03.2031");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "Відповісти" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({ body: { to: "accepted", agreed_on: "2031-03-01" }, version: '"3"' });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("is not rejected without a reason", async () => {
    const sent = open(ASKED);
    await press("Відповісти");
    const asked = await dialog("Відповідь на рекомендацію");
    await userEvent.click(asked.getByRole("radio", { name: "Відхиляємо" }));
    await userEvent.click(asked.getByRole("button", { name: "Відповісти" }));
    expect(asked.getByText("Напишіть причину")).toBeDefined();
    await userEvent.type(asked.getByLabelText("Причина"), "Воєнний стан");
    await userEvent.click(asked.getByRole("button", { name: "Відповісти" }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ to: "rejected", reason: "Воєнний стан" }));
  });

  it("is done already only with evidence, which the dialog offers to add", async () => {
    const sent = open(ASKED);
    await press("Відповісти");
    const asked = await dialog("Відповідь на рекомендацію");
    await userEvent.click(asked.getByRole("radio", { name: /^Уже зроблено/ }));
    await userEvent.click(asked.getByRole("button", { name: "Відповісти" }));
    expect(asked.getByText("Спершу додайте доказ")).toBeDefined();
    expect(sent).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "Додати доказ" }));
    expect(await screen.findByRole("dialog", { name: "Додати доказ" })).toBeDefined();
  });

  it("says that somebody has changed it meanwhile, and keeps what was typed", async () => {
    open(ASKED, () => new ProblemResponse(412, "stale"));
    await press("Відповісти");
    const asked = await dialog("Відповідь на рекомендацію");
    await userEvent.click(asked.getByRole("radio", { name: /^Приймаємо$/ }));
    await userEvent.type(asked.getByLabelText("Пояснення (необов’язково)"), "З 15 листопада");
    await userEvent.click(asked.getByRole("button", { name: "Відповісти" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(asked.getByDisplayValue("З 15 листопада")).toBeDefined();
  });

  it("says that an answer needs the connection", async () => {
    const sent = open(ASKED, () => {
      throw new TypeError("Failed to fetch");
    });
    await press("Відповісти");
    const asked = await dialog("Відповідь на рекомендацію");
    await userEvent.click(asked.getByRole("radio", { name: /^Приймаємо$/ }));
    onlineManager.setOnline(false);
    markOffline();
    await userEvent.click(asked.getByRole("button", { name: "Відповісти" }));
    expect(await asked.findByText(/Немає зв’язку, тож нічого не надіслано/)).toBeDefined();
    expect(sent).toEqual([]);
    onlineManager.setOnline(true);
  });
});

const AT_WORK: Partial<RecommendationPageOut> = {
  response: "accepted",
  responded_at: "2026-01-26T08:00:00Z",
  response_reason: "Патруль виставимо",
  implementation: "in_progress",
  implementation_since: "2026-02-01T08:00:00Z",
  allowed: ["read", "report_partial", "implement", "add_evidence"],
  steps: [step("partial", ["evidence"]), step("implemented", ["evidence"])],
};

describe("a recommendation at work", () => {
  it("tells after how many days the answer came", async () => {
    open(AT_WORK);
    expect(await screen.findByText("26 січня, за 14 днів")).toBeDefined();
    expect(screen.getByText("Патруль виставимо")).toBeDefined();
  });

  it("is not implemented without evidence: the dialog says so first", async () => {
    const sent = open(AT_WORK);
    await press("Виконано");
    const asked = await dialog("Виконано: Р5");
    expect(asked.getByText(/Доказів ще немає/)).toBeDefined();
    await userEvent.click(asked.getByRole("button", { name: "Виконано" }));
    expect(asked.getByText("Спершу додайте доказ")).toBeDefined();
    expect(sent).toEqual([]);
  });

  it("is implemented with evidence, whose number the dialog tells", async () => {
    const sent = open({ ...AT_WORK, evidence_count: 2 });
    await press("Виконано");
    const asked = await dialog("Виконано: Р5");
    expect(asked.getByText("Додано 2 докази.")).toBeDefined();
    await userEvent.click(asked.getByRole("button", { name: "Виконано" }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ to: "implemented" }));
  });

  it("becomes an action item in two presses, with title, owner and day taken over", async () => {
    const made: unknown[] = [];
    mockApi({
      ...recommendationPage({ ...AT_WORK, agreed_on: "2031-05-01", allowed: ["read", "make_action"] }),
      [`POST ${RECOMMENDATION_PATH}/actions`]: async (request: Request) => {
        made.push(await request.json());
        return { number: 7 };
      },
    });
    renderApp(PAGE);
    await press("Створити доручення");
    const asked = await dialog("Нове доручення");
    expect(asked.getByText("Виконавець: Відділ поліції")).toBeDefined();
    await userEvent.click(asked.getByRole("button", { name: "Доручити" }));
    await waitFor(() =>
      expect(made).toEqual([{ title: "Вечірній піший патруль", due_on: "2031-05-01", criteria: [] }]),
    );
  });

  it("is linked to an action item that is there already", async () => {
    const linked: unknown[] = [];
    mockApi({
      ...recommendationPage({ ...AT_WORK, allowed: ["read", "make_action"] }),
      "GET /api/v1/action-items": { items: [{ ...ACTION, number: 7 }], next_cursor: null, seq: null },
      [`POST ${RECOMMENDATION_PATH}/links`]: async (request: Request) => {
        linked.push(await request.json());
        return { ...ACTION, number: 7 };
      },
    });
    renderApp(PAGE);
    await press("Ще");
    await userEvent.click(await screen.findByRole("menuitem", { name: "Пов’язати доручення" }));
    const asked = await dialog("Пов’язати доручення");
    await userEvent.click(asked.getByRole("combobox", { name: "Доручення групи" }));
    await userEvent.click(await screen.findByRole("option", { name: /№ 7/ }));
    await userEvent.click(asked.getByRole("button", { name: "Пов’язати" }));
    await waitFor(() => expect(linked).toEqual([{ action: ACTION.id }]));
  });
});

describe("a recommendation that is said to be implemented", () => {
  const DONE: Partial<RecommendationPageOut> = {
    ...AT_WORK,
    implementation: "implemented",
    evidence_count: 2,
    waits_for_me: true,
    waiting: "verify",
    allowed: ["read", "verify", "return"],
    steps: [step("verified", ["evidence"]), step("returned", ["reason"])],
  };

  it("is confirmed by another organisation", async () => {
    const sent = open(DONE);
    expect(await screen.findByRole("heading", { name: "Чи виконано рекомендацію?" })).toBeDefined();
    await press("Підтвердити виконання");
    const asked = await dialog("Підтвердити виконання: Р5");
    await userEvent.click(asked.getByRole("button", { name: "Підтвердити виконання" }));
    await waitFor(() => expect(sent[0]).toEqual({ body: { to: "verified" }, version: '"3"' }));
  });

  it("is returned with what it lacks", async () => {
    const sent = open(DONE);
    await press("Повернути із зауваженням");
    const asked = await dialog("Повернути із зауваженням: Р5");
    await userEvent.click(asked.getByRole("button", { name: "Повернути із зауваженням" }));
    expect(asked.getByText("Напишіть, чого бракує")).toBeDefined();
    await userEvent.type(asked.getByLabelText("Чого бракує"), "Немає графіка");
    await userEvent.click(asked.getByRole("button", { name: "Повернути із зауваженням" }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ to: "returned", reason: "Немає графіка" }));
  });
});

it("whoever leads records what the addressee said, with who said it", async () => {
  const logged = ANSWERS.map((one) => ({ ...one, logged: true }));
  const sent = open({ allowed: ["read", "log", "set_theme"], steps: logged });
  await press("Ще");
  await userEvent.click(await screen.findByRole("menuitem", { name: "Записати, що сказав адресат" }));
  const asked = await dialog("Записати, що сказав адресат");
  await userEvent.click(asked.getByRole("radio", { name: "Приймаємо" }));
  await userEvent.click(asked.getByRole("button", { name: "Записати" }));
  await userEvent.type(asked.getByLabelText("Хто, коли і що сказав"), "Мороз, телефоном");
  await userEvent.click(asked.getByRole("button", { name: "Записати" }));
  await waitFor(() =>
    expect(sent[0]?.body).toEqual({ to: "accepted", reason: "Мороз, телефоном", logged: true }),
  );
});

it("a draft is issued after a question that says what becomes of its words", async () => {
  const issued: (string | null)[] = [];
  mockApi({
    ...recommendationPage({ stage: "draft", number: null, issued_at: null, allowed: ["read", "issue"] }),
    [`POST ${RECOMMENDATION_PATH}/issue`]: (request: Request) => {
      issued.push(request.headers.get("If-Match"));
      return RECOMMENDATION;
    },
  });
  renderApp(PAGE);
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toMatch(/^Чернетка/);
  await press("Видати рекомендацію");
  const asked = await dialog("Видати рекомендацію?");
  expect(asked.getByText(/Від видання слова незмінні/)).toBeDefined();
  await userEvent.click(asked.getByRole("button", { name: "Видати" }));
  await waitFor(() => expect(issued).toEqual(['"3"']));
});

it("is no page for who does not read its dossier", async () => {
  mockApi({ ...EMPTY_API, "GET /api/v1/recommendations/words": new ProblemResponse(404, "not_found") });
  renderApp(PAGE);
  expect(await screen.findByText("Такої рекомендації немає")).toBeDefined();
});

describe("the link of an addressee without an account", () => {
  it("is made by who leads, shown once, and revoked", async () => {
    const sent: unknown[] = [];
    let live: unknown = null;
    const LINK = `${RECOMMENDATION_PATH}/link`;
    const made_by = { id: "person-1", name: { uk: "Олег Мороз", en: "" } };
    mockApi({
      ...recommendationPage({ allowed: ["read", "make_link"] }),
      [`GET ${LINK}`]: () => ({ link: live }),
      [`POST ${LINK}`]: async (request: Request) => {
        sent.push(await request.json());
        const expires_at = "2030-03-01T21:59:59Z";
        live = { made_by, made_at: "2030-01-12T10:00:00Z", expires_at, last_used_at: null, letter: null };
        return { link: live, path: "/a/secret" };
      },
      [`DELETE ${LINK}`]: () => {
        live = null;
        return new Response(null, { status: 204 });
      },
    });
    renderApp(PAGE);
    await press("Створити посилання");
    const asked = await dialog("Посилання для адресата");
    await userEvent.click(asked.getByRole("button", { name: "Створити посилання" }));
    expect(await screen.findByText(`${location.origin}/a/secret`)).toBeDefined();
    expect(sent).toEqual([{ send: true }]);
    expect(await axeViolations()).toEqual([]);
    await press("Відкликати посилання");
    expect(await screen.findByText("За посиланням адресат відповість без облікового запису.")).toBeDefined();
    expect(screen.queryByText(`${location.origin}/a/secret`)).toBeNull();
  });
});
