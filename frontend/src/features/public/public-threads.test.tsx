import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PublicMessageOut, PublicThreadOut, ThreadOut } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import { GROUP } from "@/testing/group-samples";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

setupPageTest();

const LEADER: ThreadOut["allowed"] = ["read", "mark_read", "post", "support", "pin", "publish", "take_back"];
const PUBLIC = { at: "2026-01-10T09:00:00Z", first: 2, gist: false, open: true };
const PATH = `/api/v1/threads/${THREAD_ID}`;
const SHOWN = { ...GROUP, state: "active" as const, visibility: "public" as const };
const WORDS = "Це прочитає будь-хто в інтернеті";

function around(thread: ThreadOut, group: object = SHOWN) {
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}`]: group,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], pinned: [], next_cursor: null, seq: 0 },
    [`GET /api/v1/groups/${GROUP_ID}/announced-threads`]: { items: [] },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET ${PATH}`]: thread,
    [`GET ${PATH}/messages`]: windowOf([1], 0),
  };
}

async function about(user: ReturnType<typeof userEvent.setup>) {
  const [button] = await screen.findAllByRole("button", { name: "Про тему" });
  if (button) await user.click(button);
}

describe("publishing a thread", () => {
  it("shows first what becomes public, and then says so wherever one writes", async () => {
    const user = userEvent.setup();
    let thread = aThread({ allowed: LEADER, message_count: 1, version: 3 });
    const sent: unknown[] = [];
    mockApi({
      ...around(thread),
      [`GET ${PATH}`]: () => thread,
      [`PUT ${PATH}/publication`]: async (request: Request) => {
        sent.push(await request.json(), request.headers.get("If-Match"));
        thread = { ...thread, public: PUBLIC, version: 4 };
        return thread;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    expect(screen.queryByText(WORDS)).toBeNull();
    await chooseThreadAction("Оприлюднити тему", user);
    const dialog = within(await screen.findByRole("dialog", { name: "Оприлюднити тему" }));
    expect(dialog.getByText(/повідомлення починаючи з № 2/)).toBeDefined();
    expect(dialog.getByText("усе, що вже сказано, і цитати з нього")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Оприлюднити" }));
    expect(await screen.findByText(WORDS)).toBeDefined();
    expect(sent).toEqual([{ gist: false }, '"3"']);
    const [link] = screen.getAllByRole("link", { name: "Публічна: читає будь-хто" });
    expect(link?.getAttribute("href")).toBe(`/public/threads/${THREAD_ID}`);
    expect(await axeViolations()).toEqual([]);
  });

  it("takes along the summary that was read, and has one chosen anew that was written meanwhile", async () => {
    const user = userEvent.setup();
    const thread = aThread({ allowed: LEADER, version: 3 });
    const sent: unknown[] = [];
    const gist = (version: number) => {
      const said = { body: "Поручні", html: "<p>Поручні</p>", cited: [], through: 1, earlier: version - 1 };
      const summary = { ...said, author: null, written_at: null, version };
      return { summary, questions: [], statements: [], seq: 0 };
    };
    mockApi({
      ...around(thread),
      [`GET ${PATH}/gist`]: gist(4),
      [`PUT ${PATH}/publication`]: async (request: Request) => {
        sent.push(await request.json());
        return { ...thread, public: PUBLIC };
      },
    });
    const client = renderApp(`/threads/${THREAD_ID}`);
    await chooseThreadAction("Оприлюднити тему", user);
    const dialog = within(await screen.findByRole("dialog", { name: "Оприлюднити тему" }));
    const chosen = await dialog.findByRole<HTMLInputElement>("checkbox", {
      name: "Показати й те, до чого вже дійшли",
    });
    await user.click(chosen);
    act(() => void client.setQueryData(keys.gist(THREAD_ID), gist(5)));
    await waitFor(() => expect(chosen.checked).toBe(false));
    await user.click(chosen);
    await user.click(dialog.getByRole("button", { name: "Оприлюднити" }));
    await waitFor(() => expect(sent).toEqual([{ gist: true, summary_version: 5 }]));
  });

  it("says what is read while the group has closed its page", async () => {
    const user = userEvent.setup();
    const thread = aThread({ allowed: LEADER, public: { ...PUBLIC, open: false } });
    mockApi(around(thread, { ...SHOWN, visibility: "listed" }));
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByText("Публічна, але сторінку групи закрито")).toBeDefined();
    expect(await screen.findByText(`${WORDS}, щойно група відкриє свою сторінку`)).toBeDefined();
    await about(user);
    expect(await screen.findByText(/тему читає лише група/)).toBeDefined();
    expect(screen.queryByRole("link", { name: "Публічна сторінка" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("says where to open a page first in a group that has none", async () => {
    const user = userEvent.setup();
    mockApi(around(aThread({ allowed: LEADER }), { ...SHOWN, visibility: "listed" }));
    renderApp(`/threads/${THREAD_ID}`);
    await chooseThreadAction("Оприлюднити тему", user);
    const dialog = within(await screen.findByRole("dialog", { name: "Оприлюднити тему" }));
    expect(await dialog.findByText(/немає публічної сторінки/)).toBeDefined();
    expect(dialog.queryByText(/повідомлення від/)).toBeNull();
  });

  it("is taken back after a question, and who does not lead finds no button", async () => {
    const user = userEvent.setup();
    let thread = aThread({ allowed: LEADER, public: PUBLIC });
    const { asked } = mockApi({
      ...around(thread),
      [`GET ${PATH}`]: () => thread,
      [`DELETE ${PATH}/publication`]: () => {
        thread = { ...thread, public: null };
        return thread;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    await chooseThreadAction("Сховати від загалу", user);
    const dialog = within(await screen.findByRole("dialog", { name: "Сховати від загалу" }));
    await user.click(dialog.getByRole("button", { name: "Сховати від загалу" }));
    await waitFor(() => expect(screen.queryByText(WORDS)).toBeNull());
    expect(asked).toContain(`DELETE ${PATH}/publication`);
  });
});

it("what is written below that line says that its writer knows", async () => {
  const user = userEvent.setup();
  const sent: { confirmed?: string[] }[] = [];
  mockApi({
    ...around(aThread({ allowed: LEADER, public: PUBLIC })),
    [`POST ${PATH}/messages`]: async (request: Request) => {
      const said = await request.json();
      sent.push(said);
      return said.confirmed?.includes("public")
        ? aMessage(2, { client_id: said.client_id, body: said.body })
        : new ProblemResponse(422, "personal_data", [{ pointer: "/body", code: "public", message: WORDS }]);
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const field = await screen.findByRole("textbox", { name: "Текст повідомлення" });
  expect(field.getAttribute("aria-describedby")).toBe(screen.getByText(WORDS).id);
  await storeOpened();
  await user.type(field, "Для всіх");
  await user.click(screen.getByRole("button", { name: /^Надіслати/ }));
  await waitFor(() => expect(sent.map((one) => one.confirmed)).toEqual([["public"]]));
});

it("is asked of whoever had begun to write before it was published, and heard by them", async () => {
  const user = userEvent.setup();
  const sent: (string[] | undefined)[] = [];
  const thread = aThread({ allowed: LEADER });
  mockApi({
    ...around(thread),
    [`POST ${PATH}/messages`]: async (request: Request) => {
      const said = await request.json();
      sent.push(said.confirmed);
      return said.confirmed?.includes("public")
        ? aMessage(2, { client_id: said.client_id, body: said.body })
        : new ProblemResponse(422, "personal_data", [{ pointer: "/body", code: "public", message: WORDS }]);
    },
  });
  const client = renderApp(`/threads/${THREAD_ID}`);
  const field = await screen.findByRole("textbox", { name: "Текст повідомлення" });
  await storeOpened();
  await user.type(field, "Для групи");
  act(() => void client.setQueryData(keys.thread(THREAD_ID), { ...thread, public: PUBLIC }));
  expect(await screen.findByText(WORDS)).toBeDefined();
  expect(screen.getByText(WORDS).closest("[role=status]")).not.toBeNull();
  await user.click(screen.getByRole("button", { name: /^Надіслати/ }));
  await waitFor(() => expect(sent).toEqual([undefined]));
  await user.type(field, "Для всіх");
  await user.click(screen.getByRole("button", { name: /^Надіслати/ }));
  await waitFor(() => expect(sent).toContainEqual(["public"]));
});

it("the outcome of a public thread is written knowing that, and of what else it tells one is asked", async () => {
  const user = userEvent.setup();
  const sent: object[] = [];
  const thread = aThread({ allowed: [...LEADER, "close"], public: PUBLIC });
  const at = { pointer: "/outcome", message: "номер телефону" };
  mockApi({
    ...around(thread),
    [`POST ${PATH}/transitions`]: async (request: Request) => {
      const said = await request.json();
      sent.push(said);
      return said.confirmed?.includes("phone")
        ? { ...thread, state: "closed" }
        : new ProblemResponse(422, "personal_data", [
            { ...at, code: "public" },
            { ...at, code: "phone", span: [0, 13] },
          ]);
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await about(user);
  await user.click(await screen.findByRole("button", { name: "Закрити тему" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Закрити тему" }));
  await user.type(dialog.getByRole("textbox", { name: "До чого дійшли" }), "067 123 45 67");
  await user.click(dialog.getByRole("button", { name: "Закрити тему" }));
  await user.click(await screen.findByRole("button", { name: "Усе одно закрити" }));
  const said = { to: "closed", outcome: "067 123 45 67" };
  await waitFor(() =>
    expect(sent).toEqual([
      { ...said, confirmed: ["public"] },
      { ...said, confirmed: ["public", "phone"] },
    ]),
  );
});

const HEAD: PublicThreadOut = {
  id: THREAD_ID,
  group: { id: GROUP_ID, name: { uk: "Безпека громади", en: "Community safety" } },
  title: { uk: "Телефонні шахраї", en: "Scam calls" },
  purpose: "consult",
  group_state: "active",
  state: "open",
  public_on: "2026-01-10",
  closes_on: "2026-02-01",
  closes_at: "2026-02-01T22:00:00Z",
  closed_on: null,
  outcome: null,
  summary: null,
  summary_html: null,
};
const SAID: PublicMessageOut = {
  key: "a2",
  author: {
    name: { uk: "Оксана Коваль", en: "Oksana Koval" },
    position: { uk: "Офіцер", en: "Officer" },
    organisation: {
      name: { uk: "Поліція", en: "Police" },
      short_name: { uk: "Поліція", en: "Police" },
      on_behalf: { uk: "поліції", en: "the police" },
      sector: "police",
    },
    acting_for: null,
    on_behalf: true,
  },
  body: "Не **кваптесь**",
  html: "<p>Не <strong>кваптесь</strong></p>",
  reply_to: null,
  quote: null,
  posted_at: "2026-01-11T09:00:00Z",
  edited: false,
};

describe("the public page of a thread", () => {
  const at = `GET /api/v1/public/threads/${THREAD_ID}`;

  it("shows a stranger what was said since, with who says it and for whom", async () => {
    const quote = { key: "a2", name: SAID.author.name, text: "Не кваптесь" };
    const answer = { ...SAID, key: "b3", author: { ...SAID.author, on_behalf: false }, quote, edited: true };
    mockApi({
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      [at]: { ...HEAD, summary: "Так", summary_html: "<p>Просять квапитись</p>" },
      [`${at}/messages`]: { items: [SAID, answer], next_cursor: null },
    });
    renderApp(`/public/threads/${THREAD_ID}`);
    expect(await screen.findByRole("heading", { name: "Телефонні шахраї" })).toBeDefined();
    expect(await screen.findAllByText("кваптесь")).toHaveLength(2);
    expect(screen.getByText("поліції")).toBeDefined();
    expect(screen.getByText("Просять квапитись")).toBeDefined();
    expect(screen.getByRole("link", { name: "Оксана Коваль" }).getAttribute("href")).toBe("#message-a2");
    expect(screen.getByRole("link", { name: "Безпека громади" }).getAttribute("href")).toBe(
      `/public/groups/${GROUP_ID}`,
    );
    const said = screen.getAllByRole("article", { name: "Повідомлення: Оксана Коваль" });
    expect(said.map(({ id }) => id)).toEqual(["message-a2", "message-b3"]);
    expect(screen.queryByRole("button", { name: /Дії/ })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it.each([
    ["suspended", "на паузі: групу призупинено"],
    ["dissolved", "завершено: групу розпущено"],
  ] as const)("says that a thread of a group at rest (%s) goes on nowhere", async (group_state, words) => {
    mockApi({
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      [at]: { ...HEAD, group_state },
      [`${at}/messages`]: { items: [], next_cursor: null },
    });
    renderApp(`/public/threads/${THREAD_ID}`);
    expect(await screen.findByText(words)).toBeDefined();
    expect(screen.queryByText(/відкрито/)).toBeNull();
  });

  it("says that nobody has written yet, and that there is no such page", async () => {
    mockApi({
      "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
      [at]: HEAD,
      [`${at}/messages`]: { items: [], next_cursor: null },
    });
    renderApp(`/public/threads/${THREAD_ID}`);
    expect(await screen.findByText("Відколи тема публічна, тут ще ніхто не писав.")).toBeDefined();
    renderApp("/public/threads/01900000-0000-7000-8000-0000000000ff");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
  });

  it("is listed on the page of its group, which says nothing where there is none", async () => {
    const group = {
      ...{ id: GROUP_ID, name: HEAD.group.name, purpose: { uk: "Безпека", en: "" }, state: "active" },
      ...{ territory: { id: "t", name: { uk: "Калинодільська", en: "" }, level: "hromada" } },
      ...{ cadence: { uk: "", en: "" }, founded_on: "2024-01-01", sectors: [], missing: [] },
    };
    const here = `GET /api/v1/public/groups/${GROUP_ID}`;
    const nothing = { items: [], next_cursor: null };
    const pages = { "GET /api/v1/me": new ProblemResponse(401, "signed_out"), [here]: group };
    const decision = {
      ...{ id: "d", number: 14, title: { uk: "Чергуємо?", en: "" }, text: { uk: "Так, удвох.", en: "" } },
      ...{
        state: "adopted",
        binds: true,
        closed_at: "2029-12-10T16:00:00Z",
        public_at: "2029-12-11T08:00:00Z",
      },
    };
    const minutes = {
      ...{ id: "m", held_at: "2029-12-08T13:00:00Z", year: 2029, number: 7, sha256: "ab", report: {} },
      ...{ public_at: "2029-12-12T08:00:00Z", corrections: [{ uk: "Дата 8 грудня", en: "" }] },
    };
    mockApi({
      ...pages,
      [`${here}/promises`]: nothing,
      [`${here}/threads`]: { ...nothing, items: [HEAD] },
      [`${here}/decisions`]: { ...nothing, items: [decision] },
      [`${here}/minutes`]: { ...nothing, items: [minutes] },
    });
    renderApp(`/public/groups/${GROUP_ID}`);
    const list = within(await screen.findByRole("region", { name: "Публічні теми" }));
    expect(list.getByRole("link", { name: "Телефонні шахраї" }).getAttribute("href")).toBe(
      `/public/threads/${THREAD_ID}`,
    );
    const decided = within(await screen.findByRole("region", { name: "Що ухвалила група" }));
    expect(decided.getByText("Так, удвох.")).toBeDefined();
    const papers = within(await screen.findByRole("region", { name: "Протоколи засідань" }));
    expect(papers.getByText("Виправлення: Дата 8 грудня")).toBeDefined();
    expect(papers.getByRole("link", { name: "PDF українською" }).getAttribute("href")).toBe(
      "/api/v1/public/minutes/m/pdf?language=uk",
    );
    const annex = papers.getByRole("link", { name: "Виправлення: PDF українською" });
    expect(annex.getAttribute("href")).toBe("/api/v1/public/minutes/m/corrections/pdf?language=uk");
    expect(await axeViolations()).toEqual([]);
  });
});
