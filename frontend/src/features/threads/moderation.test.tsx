import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { MessageOut, ModeratedOut, Text, ThreadOut } from "@/api/generated/types.gen";
import { onAccessLost } from "@/lib/access-events";
import type { EventKind } from "@/realtime/frames";
import { BASE, GROUP, GROUP_PATH } from "@/testing/group-samples";
import {
  aMessage,
  anEvent,
  aThread,
  aVoice,
  GROUP_ID,
  THREAD_ID,
  windowOf,
} from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const HIDDEN = { fault: "personal_data", at: "2025-12-08T11:00:00Z", state: "hidden" } as const;
const STONE = { body: "", html: "", hidden: HIDDEN, version: 2 };
const THREAD = aThread({
  message_count: 2,
  reading: { ranges: [[1, 2]], unread: 0, first_unread: null },
  allowed: ["read", "report"],
});
const HELD: ModeratedOut = {
  message_id: "message-1",
  number: 1,
  thread_id: THREAD_ID,
  title: THREAD.title,
  visibility: "group",
  author: aVoice(),
  posted_at: "2025-12-08T10:01:00Z",
  html: "<p>Квартира 12</p>",
  attachments: [],
  hidden: HIDDEN,
  note: "Це адреса родини",
  appeal: "",
  reports: [],
  allowed: ["shown"],
};
const HELD_AT = "GET /api/v1/messages/message-1/moderation";

function page(first: Partial<MessageOut>, thread: ThreadOut = THREAD) {
  const source = aMessage(1, first);
  const quote = { message_id: source.id, number: 1, author: aVoice().person, text: "Квартира", version: 1 };
  const answer = aMessage(2, { quote: { ...quote, state: "same" } });
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/readers`]: { items: [] },
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([], 0), items: [source, answer] },
  };
}

/** Keeps what is sent to an address. */
function keeping<Body>(sent: unknown[], answer: Body) {
  return async (request: Request) => {
    sent.push(await request.json());
    return answer;
  };
}

setupPageTest();

const article = (number: number) =>
  screen.findByRole("article", { name: new RegExp(`Повідомлення ${number}`) });

async function choose(item: string) {
  const message = await article(1);
  await userEvent.click(within(message).getByRole("button", { name: /Дії з повідомленням/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: item }));
  return screen.findByRole("dialog");
}

describe("a report", () => {
  it("names what is wrong, and takes words for something else", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...page({}),
      "POST /api/v1/messages/message-1/reports": keeping(sent, { message_id: "message-1" }),
    });
    renderApp(`/threads/${THREAD_ID}`);
    const dialog = await choose("Поскаржитися…");
    expect(await axeViolations(dialog)).toEqual([]);
    const send = within(dialog).getByRole("button", { name: "Надіслати скаргу" });
    await userEvent.click(send);
    expect(within(dialog).getByText("Виберіть причину")).toBeDefined();
    await userEvent.click(within(dialog).getByRole("radio", { name: "Інше" }));
    await userEvent.click(send);
    expect(within(dialog).getByText("Напишіть, що саме не так")).toBeDefined();
    await userEvent.type(within(dialog).getByRole("textbox"), "Не тут");
    await userEvent.click(send);
    expect(await screen.findByText("Скаргу надіслано тим, хто модерує тему")).toBeDefined();
    expect(sent).toEqual([{ fault: "other", note: "Не тут" }]);
  });

  it("is not offered of what one wrote, nor hiding to who does not moderate", async () => {
    mockApi(page({ author: aVoice("me") }));
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article(1);
    await userEvent.click(within(message).getByRole("button", { name: /Дії з повідомленням/ }));
    expect(await screen.findByRole("menuitem", { name: "Копіювати посилання" })).toBeDefined();
    expect(screen.queryByRole("menuitem", { name: "Поскаржитися…" })).toBeNull();
    expect(screen.queryByRole("menuitem", { name: "Приховати…" })).toBeNull();
  });
});

describe("a hidden message", () => {
  const moderating = aThread({ ...THREAD, allowed: ["read", "report", "moderate"] });

  it("is a stone with its fault, also where it is quoted, before the event says so", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...page({}, moderating),
      "POST /api/v1/messages/message-1/moderation": keeping(sent, aMessage(1, STONE)),
    });
    renderApp(`/threads/${THREAD_ID}`);
    const dialog = await choose("Приховати…");
    await userEvent.click(within(dialog).getByRole("radio", { name: "Чужі персональні дані" }));
    await userEvent.click(within(dialog).getByRole("button", { name: "Приховати" }));
    expect(await within(await article(1)).findByText(/Приховано: чужі персональні дані/)).toBeDefined();
    expect(within(await article(2)).getByText("Процитоване повідомлення приховано.")).toBeDefined();
    expect(screen.queryByText("Квартира")).toBeNull();
    expect(sent).toEqual([{ to: "hidden", fault: "personal_data", note: "" }]);
    expect(await axeViolations()).toEqual([]);
  });

  it("follows the events: hidden, and its words back, also where they are quoted", async () => {
    mockApi(page({}));
    renderApp(`/threads/${THREAD_ID}`);
    const [message, answer] = [await article(1), await article(2)];
    await waitFor(() => expect(TestSocket.last?.sent.length).toBeGreaterThan(1));
    const say = (seq: number, kind: EventKind, data: Parameters<typeof anEvent>[2]) =>
      act(() => TestSocket.last?.say(anEvent(seq, kind, data)));
    say(1, "dialogue.message_hidden", { message: aMessage(1, STONE), excerpt: "" });
    expect(await within(message).findByText(/Приховано: чужі/)).toBeDefined();
    expect(within(answer).queryByText("Квартира")).toBeNull();
    expect(within(message).queryByRole("button", { name: /приховане/ })).toBeNull();
    const quote = {
      ...(aMessage(2).quote ?? {}),
      message_id: "message-1",
      number: 1,
      author: aVoice().person,
    };
    const back = { ...quote, text: "Квартира", version: 3, state: "same" as const };
    say(2, "dialogue.message_shown", {
      message: aMessage(1, { version: 3 }),
      excerpt: "",
      quoting: [{ message_id: "message-2", quote: back }],
    });
    expect(await within(message).findByText("Повідомлення 1")).toBeDefined();
    expect(within(answer).getByText("Квартира")).toBeDefined();
  });

  it("is read by its author, who appeals with words", async () => {
    const sent: unknown[] = [];
    const appealed = { ...HIDDEN, state: "appealed" as const };
    mockApi({
      ...page({ ...STONE, author: aVoice("me") }),
      [HELD_AT]: { ...HELD, author: aVoice("me"), allowed: ["appealed"] },
      "POST /api/v1/messages/message-1/appeal": keeping(
        sent,
        aMessage(1, { ...STONE, author: aVoice("me"), hidden: appealed }),
      ),
    });
    renderApp(`/threads/${THREAD_ID}`);
    const message = await article(1);
    await userEvent.click(within(message).getByRole("button", { name: /приховане повідомлення 1/ }));
    expect(await screen.findByText("Квартира 12")).toBeDefined();
    expect(screen.getByText("Це адреса родини")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Оскаржити…" }));
    await userEvent.type(await screen.findByRole("textbox", { name: /Чому/ }), "Родина не проти");
    await userEvent.click(screen.getByRole("button", { name: "Надіслати" }));
    expect(await within(message).findByText(/Автор оскаржує рішення/)).toBeDefined();
    expect(sent).toEqual([{ note: "Родина не проти" }]);
  });

  it("is taken back by its author for good, who need not appeal", async () => {
    const versions: (string | null)[] = [];
    const mine = { ...STONE, author: aVoice("me") };
    mockApi({
      ...page(mine, { ...THREAD, allowed: ["read", "post", "support"] }),
      "DELETE /api/v1/messages/message-1": (request: Request) => {
        versions.push(request.headers.get("If-Match"));
        return aMessage(1, { ...mine, hidden: null, deleted: true, version: 3 });
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const message = within(await article(1));
    await userEvent.click(message.getByRole("button", { name: "Видалити… приховане повідомлення 1" }));
    const dialog = await screen.findByRole("dialog", { name: "Видалити повідомлення?" });
    expect(dialog.querySelector("blockquote")).toBeNull();
    await userEvent.click(within(dialog).getByRole("button", { name: "Видалити" }));
    expect(await message.findByText("Повідомлення видалено.")).toBeDefined();
    expect(versions).toEqual(['"2"']);
  });

  it("says that it could not be loaded", async () => {
    mockApi({ ...page(STONE, moderating), [HELD_AT]: new ProblemResponse(500, "oops") });
    renderApp(`/threads/${THREAD_ID}`);
    await userEvent.click(within(await article(1)).getByRole("button", { name: /приховане повідомлення 1/ }));
    expect(await screen.findByText("Не вдалося завантажити")).toBeDefined();
  });
});

describe("the moderation of a group", () => {
  const report = {
    person: aVoice("person-2").person,
    fault: "insult",
    note: "Грубо",
    at: "2025-12-08T10:30:00Z",
  };
  const reported = { ...HELD, hidden: null, note: "", reports: [report], allowed: ["hidden", "dismissed"] };
  const step = {
    id: "step-1",
    thread_id: THREAD_ID,
    title: THREAD.title,
    visibility: "group",
    message_id: "message-1",
    number: 1,
    what: "hidden",
    fault: "spam",
    at: "2025-12-08T11:00:00Z",
    actor: aVoice("leader"),
  };
  const move = {
    id: "move-1",
    thread_id: null as string | null,
    title: { uk: "Перехрестя", en: "" },
    after: null as { id: string; name: Text } | null,
    reason: "Дорога, а не укриття",
    at: "2025-12-08T12:00:00Z",
    actor: aVoice("leader"),
  };
  const at = (
    waiting: (typeof reported)[],
    steps: (typeof step)[],
    role = "facilitator",
    moves: (typeof move)[] = [],
  ) => ({
    ...BASE,
    [`GET ${GROUP_PATH}`]: { ...GROUP, role, allowed: ["read"] },
    [`GET /api/v1/groups/${GROUP_ID}/reports`]: { items: waiting, next_cursor: null },
    [`GET /api/v1/groups/${GROUP_ID}/moderation`]: { items: steps, next_cursor: null },
    [`GET /api/v1/groups/${GROUP_ID}/moved-threads`]: { items: moves },
  });

  it("shows what waits with who reported it, and the log", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...at([reported], [step]),
      "POST /api/v1/messages/message-1/moderation": keeping(sent, aMessage(1)),
    });
    renderApp(`/groups/${GROUP_ID}/moderation`);
    expect(await screen.findByText("Квартира 12")).toBeDefined();
    expect(screen.getByText("Грубо")).toBeDefined();
    expect(await screen.findByText(/Реклама або спам/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Порушення немає" }));
    await waitFor(() => expect(sent).toEqual([{ to: "dismissed" }]));
  });

  it("says that nothing waits, and that nothing was hidden", async () => {
    mockApi(at([], []));
    renderApp(`/groups/${GROUP_ID}/moderation`);
    expect(await screen.findByText("Нічого не чекає")).toBeDefined();
    expect(await screen.findByText("Ще нічого не приховували")).toBeDefined();
  });

  it("shows a member the log alone", async () => {
    mockApi(at([], [step], "member"));
    renderApp(`/groups/${GROUP_ID}/moderation`);
    expect(await screen.findByText(/Реклама або спам/)).toBeDefined();
    expect(screen.queryByText("Чекають на рішення")).toBeNull();
    expect(screen.queryByText("Теми, перенесені до інших груп")).toBeNull();
  });

  it("hears that a thread was taken away, and forgets what the browser keeps of it", async () => {
    const lost: string[] = [];
    const stop = onAccessLost((id) => lost.push(id));
    mockApi({ ...at([], [], "member"), "GET /api/v1/link-cards": { items: [] } });
    renderApp(`/groups/${GROUP_ID}/moderation`);
    await screen.findByText("Ще нічого не приховували");
    const topic = `group:${GROUP_ID}`;
    await waitFor(() => expect(TestSocket.last?.sent.some((one) => one.topic === topic)).toBe(true));
    act(() => TestSocket.last?.say(anEvent(1, "dialogue.thread_left", { thread_id: THREAD_ID }, topic)));
    await waitFor(() => expect(lost).toContain(THREAD_ID));
    stop();
  });

  it("shows a member which thread was taken away, by whom and why", async () => {
    const known = {
      ...{ ...move, id: "move-2", thread_id: THREAD_ID, title: { uk: "Ліхтарі", en: "" } },
      after: { id: "group-2", name: { uk: "Сусідня група", en: "" } },
    };
    mockApi(at([], [], "member", [move, known]));
    renderApp(`/groups/${GROUP_ID}/moderation`);
    expect(await screen.findByText("Перехрестя")).toBeDefined();
    expect(screen.queryByRole("link", { name: "Перехрестя" })).toBeNull();
    expect(screen.getByText(/До групи, якої ви не бачите/).textContent).toMatch(/Дорога, а не укриття/);
    expect(screen.getByRole("link", { name: "Ліхтарі" }).getAttribute("href")).toBe(`/threads/${THREAD_ID}`);
    expect(screen.getByText(/До групи «Сусідня група»/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });
});
