import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { markOffline, markOnline } from "@/lib/online";
import { makeMandate } from "@/testing/factories";
import { aMessage, aThread, aVoice, GROUP_ID, posted, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const MANDATE = makeMandate();

const TODAY = {
  duties: [],
  unread: [],
  mine: [],
  action_counts: {},
  unread_total: 0,
  notifications: 0,
};
const THREAD = aThread({
  message_count: 3,
  reading: { ranges: [[1, 1]], unread: 2, first_unread: 2 },
  allowed: ["read", "see_access", "mark_read", "post", "support"],
});

const BASE = {
  ...EMPTY_API,
  "GET /api/v1/me/mandates": { items: [MANDATE] },
  "GET /api/v1/today": TODAY,
  [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1, 2, 3], 0),
  [`GET /api/v1/threads/${THREAD_ID}/readers`]: {
    items: [
      { person: aVoice("me").person, organisation: MANDATE.organisation, ranges: [[1, 1]] },
      { person: aVoice().person, organisation: null, ranges: [[1, 3]] },
    ],
  },
};

setupPageTest();

describe("a page that was not seen before the line was cut", () => {
  it("says so at once instead of loading on", async () => {
    mockApi({ ...BASE, "GET /api/v1/action-items": () => new Promise(() => undefined) });
    renderApp("/actions");
    await screen.findByText("Завантажуємо доручення…");
    act(() => markOffline());
    expect(await screen.findByText("Цього ще немає на пристрої")).toBeDefined();
    expect(screen.queryByText(/0 доручень/)).toBeNull();
    act(() => markOnline());
  });

  it("leads back from a thread, around which nothing else stands on a phone", async () => {
    mockApi({ ...BASE, [`GET /api/v1/threads/${THREAD_ID}`]: () => new Promise(() => undefined) });
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Завантажуємо тему…");
    act(() => markOffline());
    expect(await screen.findByText("Цього ще немає на пристрої")).toBeDefined();
    expect(screen.getByRole("link", { name: "На головну" }).getAttribute("href")).toBe("/");
    act(() => markOnline());
  });
});

describe("a thread", () => {
  it("opens with the honey line above the first unread message", async () => {
    mockApi(BASE);
    renderApp(`/threads/${THREAD_ID}`);
    const line = await screen.findByRole("separator", { name: "Далі: 2 нові" });
    const second = await screen.findByText("Повідомлення 2");
    expect(line.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    expect(await axeViolations(document.body)).toEqual([]);
  });

  it("shows at once what others write, and who has seen what", async () => {
    mockApi(BASE);
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Повідомлення 3");
    act(() => TestSocket.last?.say(posted(1, aMessage(4, { html: "<p>Щойно</p>" }))));
    const article = await screen.findByRole("article", { name: /Повідомлення 4/ });
    expect(within(article).getByText("Щойно")).toBeDefined();
    expect(within(article).getByTitle("Прочитали: 1 із 2")).toBeDefined();
  });

  it("sends what is written in the name that is shown", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
        const body = await request.json();
        sent.push(body);
        return aMessage(4, { client_id: body.client_id, html: `<p>${body.body}</p>`, author: aVoice("me") });
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const user = userEvent.setup();
    await screen.findByRole("button", { name: /Від імені Ліцею № 2/ });
    await storeOpened();
    await user.type(screen.getByRole("textbox", { name: "Текст повідомлення" }), "Двері 78 см");
    await user.keyboard("{Control>}{Enter}{/Control}");
    const article = await screen.findByRole("article", { name: /Повідомлення 4/ });
    expect(within(article).getByText("Двері 78 см")).toBeDefined();
    expect(sent).toMatchObject([
      { body: "Двері 78 см", on_behalf: true, mandate_id: "mandate-1", reply_to: null },
    ]);
  });

  it("marks the word of a deputy", async () => {
    const holder = { ...aVoice("holder").person, name: { uk: "Олена Ткачук", en: "Olena Tkachuk" } };
    const author = {
      ...aVoice("me"),
      organisation: MANDATE.organisation,
      on_behalf: true,
      acting_for: holder,
    };
    mockApi({
      ...BASE,
      "GET /api/v1/me/mandates": { items: [{ ...MANDATE, acting: true, person: holder }] },
      [`GET /api/v1/threads/${THREAD_ID}/messages`]: {
        ...windowOf([1], 0),
        items: [aMessage(1, { author }), aMessage(2)],
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const [deputy, other] = await screen.findAllByRole("article");
    expect(deputy?.textContent).toContain("від іменіЛіцею № 2· заступає: Олена Ткачук");
    expect(other?.textContent).not.toContain("заступає");
    const voice = { name: "Від імені Ліцею № 2, ви заступаєте: Олена Ткачук. Змінити" };
    expect(await screen.findByRole("button", voice)).toBeDefined();
  });

  it.each([
    ["suspended", "Групу призупинено: Ремонт зали"],
    ["dissolved", "Групу розпущено: Ремонт зали"],
  ])("says why nobody writes in a group that is %s", async (state, words) => {
    const group = `GET /api/v1/groups/${GROUP_ID}`;
    const step = { id: "s", before: "active", after: state, reason: "Ремонт зали", person: null };
    mockApi({
      ...BASE,
      [group]: { id: GROUP_ID, state },
      [`${group}/transitions`]: { items: [{ ...step, at: "2026-01-20T10:00:00Z" }], next_cursor: null },
      [`GET /api/v1/threads/${THREAD_ID}`]: { ...THREAD, allowed: ["read", "see_access", "mark_read"] },
    });
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(words)).toBeDefined();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("says to an observer why there is nowhere to write", async () => {
    const roles = MANDATE.roles.map((seat) => ({ ...seat, role: "observer" as const }));
    mockApi({
      ...BASE,
      "GET /api/v1/me/mandates": { items: [{ ...MANDATE, roles }] },
      [`GET /api/v1/threads/${THREAD_ID}`]: { ...THREAD, allowed: ["read", "see_access", "mark_read"] },
    });
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(/Ви спостерігаєте в цій групі/)).toBeDefined();
    expect(screen.queryByRole("textbox", { name: "Текст повідомлення" })).toBeNull();
  });

  it("does not ask for a guest who else has read it", async () => {
    const asked: string[] = [];
    const guest = { ...THREAD, allowed: ["read", "mark_read"] };
    mockApi({
      ...BASE,
      [`GET /api/v1/threads/${THREAD_ID}`]: guest,
      [`GET /api/v1/threads/${THREAD_ID}/readers`]: (request: Request) => {
        asked.push(request.url);
        return new ProblemResponse(403, "forbidden");
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Повідомлення 3");
    await userEvent.setup().click(screen.getByRole("button", { name: "Про тему" }));
    expect(await screen.findByText("Що вже вийшло")).toBeDefined();
    expect(screen.queryByText(/Прочитали останнє/)).toBeNull();
    expect(screen.queryByTitle(/Прочитали:/)).toBeNull();
    expect(asked).toEqual([]);
  });

  it("goes away with the access to it", async () => {
    mockApi(BASE);
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Повідомлення 2");
    const problem = {
      type: "",
      title: "",
      status: 404,
      detail: "",
      code: "not_found",
      errors: [],
      request_id: "",
    };
    act(() => TestSocket.last?.say({ type: "revoked", topic: `thread:${THREAD_ID}`, problem }));
    expect(
      await screen.findByRole("heading", { name: "Ви більше не маєте доступу до цієї теми" }),
    ).toBeDefined();
    await waitFor(() => expect(screen.queryByText("Повідомлення 2")).toBeNull());
  });

  it("that is not for this reader looks like one that does not exist", async () => {
    mockApi({ ...BASE, [`GET /api/v1/threads/${THREAD_ID}`]: new ProblemResponse(404, "not_found") });
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByRole("heading", { name: "Такої сторінки немає" })).toBeDefined();
  });
});

describe("the way in", () => {
  it("leads to the form, and on to where the reader wanted to go", async () => {
    let signedIn = false;
    mockApi({
      ...BASE,
      "GET /api/v1/me": () => (signedIn ? ME : new ProblemResponse(401, "signed_out")),
      "GET /_allauth/browser/v1/config": {},
      "POST /_allauth/browser/v1/auth/login": () => {
        signedIn = true;
        return {};
      },
    });
    renderApp("/inbox");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Електронна пошта"), "deputy-head@kalynodil.example");
    await user.type(screen.getByLabelText("Пароль"), "довгий пароль");
    expect(await axeViolations(document.body)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Увійти" }));
    expect(await screen.findByRole("heading", { name: "Вхідні" })).toBeDefined();
  });

  it("says how to mend a wrong password, not which of the two was wrong", async () => {
    mockApi({
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      "GET /_allauth/browser/v1/config": {},
      "POST /_allauth/browser/v1/auth/login": new ProblemResponse(400, "email_password_mismatch"),
    });
    renderApp("/sign-in");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Електронна пошта"), "a@b.example");
    await user.type(screen.getByLabelText("Пароль"), "x");
    await user.click(screen.getByRole("button", { name: "Увійти" }));
    expect(await screen.findByRole("alert")).toHaveProperty(
      "textContent",
      expect.stringContaining("розкладку"),
    );
  });
});

describe("keys", () => {
  it("N opens the next unread thread, ? explains the keys", async () => {
    mockApi({ ...BASE, "GET /api/v1/today": { ...TODAY, unread: [THREAD], unread_total: 2 } });
    renderApp("/");
    await screen.findByRole("heading", { name: "На сьогодні все" });
    const user = userEvent.setup();
    await user.keyboard("?");
    expect(await screen.findByRole("dialog", { name: "Клавіші" })).toBeDefined();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("n");
    expect(await screen.findByRole("heading", { name: "Укриття" })).toBeDefined();
  });
});

describe("the state of the system", () => {
  const NUMBER = { name: "reminder_late_seconds", value: 125, worry: 60, state: "worrying" };
  const HEALTH = {
    parts: { database: "ok", worker: "degraded" },
    vitals: [NUMBER, { name: "queue_waiting_jobs", value: null, worry: 1000, state: "unknown" }],
    processes: [
      { process: "web:7", sockets: 1200, people: 3, topics: 2, frames: 9, unconfirmed: 3.2, noted_at: 0 },
    ],
  };

  it("says in words what is late, what does not answer and what is held back", async () => {
    mockApi({ ...BASE, "GET /api/v1/system/health": HEALTH });
    renderApp("/system");
    const late = (await screen.findByText("Нагадування чекають")).closest("li");
    expect(late?.textContent).toContain("2 хвилини");
    expect(late?.textContent).toContain("погляньте сюди");
    expect(screen.getByText("Обробник завдань").closest("li")?.textContent).toContain("Не відповідає");
    expect(screen.getByText("Завдань у черзі").closest("li")?.textContent).toContain("Невідомо");
    expect(screen.getByText(/Доступ не звірено: 3 секунди/)).toBeDefined();
    expect(await axeViolations(document.body)).toEqual([]);
  });

  it("is not there for anybody else", async () => {
    mockApi({ ...BASE, "GET /api/v1/system/health": new ProblemResponse(403, "forbidden") });
    renderApp("/system");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
  });
});
