import { act, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makeOrganisation } from "@/testing/factories";
import {
  aMessage,
  anEvent,
  aThread,
  aVoice,
  GROUP_ID,
  THREAD_ID,
  windowOf,
} from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const LYCEUM = makeOrganisation({ id: "0190-lyceum" });
const OKSANA = { ...aVoice("0190-oksana").person };
const THREAD = aThread({
  message_count: 1,
  reading: { ranges: [[1, 1]], unread: 0, first_unread: null },
  allowed: ["read", "see_access", "mark_read", "follow", "post", "support"],
});
const BASE = {
  ...EMPTY_API,
  [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
  [`GET /api/v1/threads/${THREAD_ID}/readers`]: {
    items: [
      { person: OKSANA, organisation: LYCEUM, ranges: [[1, 1]] },
      { person: { ...aVoice(ME.id).person, name: ME.name }, organisation: null, ranges: [] },
    ],
  },
};

setupPageTest();

describe("somebody is named", () => {
  it("by the first letters, with the keys, and is sent by key", async () => {
    const sent: string[] = [];
    mockApi({
      ...BASE,
      [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
        const body = await request.json();
        sent.push(body.body);
        return aMessage(2, { client_id: body.client_id, author: aVoice(ME.id) });
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const user = userEvent.setup();
    const field = await screen.findByRole("textbox", { name: "Текст повідомлення" });
    await screen.findByTitle(/Прочитали/);
    await user.type(field, "Прошу, @");
    expect(screen.getAllByRole("option").length).toBeGreaterThan(3);
    await user.type(field, "ліц");
    const [lyceum] = screen.getAllByRole("option");
    expect(lyceum?.textContent).toContain("Ліцей № 2");
    expect(field.getAttribute("aria-activedescendant")).toBe(lyceum?.id);
    expect(await axeViolations()).toEqual([]);
    await user.keyboard("{Enter}");
    expect(field).toHaveProperty("value", "Прошу, @Ліцей № 2 ");
    await user.type(field, "та @мел{Tab}коли?");
    expect(screen.queryByRole("option")).toBeNull();
    await storeOpened();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("article", { name: /Повідомлення 2/ });
    expect(sent).toEqual([
      "Прошу, @[Ліцей № 2](organisation:0190-lyceum) та @[Оксана Мельничук](person:0190-oksana) коли?",
    ]);
  });

  it("or nobody, where Escape closes the list", async () => {
    mockApi(BASE);
    renderApp(`/threads/${THREAD_ID}`);
    const user = userEvent.setup();
    const field = await screen.findByRole("textbox", { name: "Текст повідомлення" });
    await screen.findByTitle(/Прочитали/);
    await user.type(field, "@окс");
    expect(screen.getAllByRole("option")).toHaveLength(1);
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("option")).toBeNull();
    await user.type(field, "а");
    expect(screen.queryByRole("option")).toBeNull();
    expect(field).toHaveProperty("value", "@окса");
  });

  it("and sees that it is they", async () => {
    mockApi(BASE);
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Повідомлення 1");
    const html = `<p>@<span data-mention="person:${ME.id}">Юлія</span> @<span data-mention="person:x">Інша</span></p>`;
    const message = aMessage(2, { html });
    act(() => TestSocket.last?.say(anEvent(1, "dialogue.message_posted", { message })));
    const me = await screen.findByText("Юлія");
    expect(me.className).not.toBe("");
    expect(screen.getByText("Інша").className).toBe("");
  });
});

describe("what one is told of in a thread", () => {
  it("is chosen in its head", async () => {
    const chosen: string[] = [];
    mockApi({
      ...BASE,
      [`PUT /api/v1/threads/${THREAD_ID}/attention`]: async (request: Request) => {
        const body = await request.json();
        chosen.push(body.level);
        return body;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Сповіщення з теми: Згадки й відповіді" }));
    const menu = await screen.findByRole("menu");
    expect(within(menu).getByRole("menuitemradio", { name: /Згадки/ }).ariaChecked).toBe("true");
    expect(await axeViolations()).toEqual([]);
    await user.click(within(menu).getByRole("menuitemradio", { name: /Нічого/ }));
    expect(await screen.findByRole("button", { name: "Сповіщення з теми: Нічого" })).toBeDefined();
    expect(chosen).toEqual(["muted"]);
  });
});
