import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PromiseOut, PublicGroup, PublicPromiseOut } from "@/api/generated/types.gen";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { makePage } from "@/testing/factories";
import { POLICE } from "@/testing/members-samples";
import { GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const SHOWN: PublicPromiseOut = {
  id: "promise-1",
  asked: { uk: "Біля школи темно", en: "Біля школи темно" },
  answer: { uk: "Ставимо шість ліхтарів", en: "Ставимо шість ліхтарів" },
  state: "in_work",
  due_on: "2030-01-12",
  first_due_on: "2030-01-12",
  settled_on: null,
  place: null,
  done_by: [],
  published_on: "2026-01-12",
};
const PROMISE: PromiseOut = {
  asked: "Біля школи темно",
  asked_en: "",
  answer: "Ставимо шість ліхтарів",
  answer_en: "",
  place: "",
  place_en: "",
  named: [],
  is_current: true,
  published_by: { id: "person-1", name: { uk: "Віктор Шевчук", en: "" }, gender: "neutral" },
  published_at: "2026-01-12T08:00:00Z",
};
const LEADS = { allowed: ["read", "publish", "take_back"], state: "in_progress" } as const;
const NOTHING = { promise: null, shown: null, page_open: true };

const card = async () => within(await screen.findByRole("region", { name: "Ви сказали — ми зробили" }));

describe("telling everybody of an action item", () => {
  it("shows first what a stranger will see, then publishes exactly that, and takes it back", async () => {
    let known: object = NOTHING;
    const bodies: unknown[] = [];
    const { asked } = mockApi({
      ...page({ ...LEADS, allowed: [...LEADS.allowed] }),
      [`GET ${PATH}/promise`]: () => known,
      [`POST ${PATH}/promise/preview`]: { ...SHOWN, done_by: [POLICE.name] },
      [`PUT ${PATH}/promise`]: async (request: Request) => {
        bodies.push(await request.json(), request.headers.get("If-Match"));
        known = { promise: PROMISE, shown: SHOWN, page_open: true };
        return known;
      },
      [`DELETE ${PATH}/promise`]: () => {
        known = NOTHING;
        return undefined;
      },
    });
    const user = userEvent.setup();
    renderApp(`/actions/${ACTION.id}`);
    await user.click((await card()).getByRole("button", { name: "Опублікувати" }));
    const form = within(await screen.findByRole("dialog", { name: "Розказати всім" }));
    // Nothing of the item stands there by itself.
    expect(form.getByRole("textbox", { name: "Ви сказали" })).toHaveProperty("value", "");
    await user.type(form.getByRole("textbox", { name: "Ви сказали" }), "Біля школи темно");
    await user.type(form.getByRole("textbox", { name: "Що робимо" }), "Ставимо шість ліхтарів");
    await user.click(form.getByRole("checkbox", { name: POLICE.name.uk }));
    expect(await axeViolations()).toEqual([]);
    await user.click(form.getByRole("button", { name: "Переглянути" }));
    const preview = within(await screen.findByRole("dialog", { name: "Так це побачить кожен" }));
    expect(preview.getByText("Ставимо шість ліхтарів")).toBeDefined();
    expect(preview.getByText(/Хто робить: Відділ поліції/)).toBeDefined();
    expect(asked.some((one) => one.startsWith("PUT"))).toBe(false);
    expect(await axeViolations()).toEqual([]);
    await user.click(preview.getByRole("button", { name: "Змінити текст" }));
    const again = within(await screen.findByRole("dialog", { name: "Розказати всім" }));
    expect(again.getByRole("textbox", { name: "Ви сказали" })).toHaveProperty("value", "Біля школи темно");
    await user.click(again.getByRole("button", { name: "Переглянути" }));
    const last = within(await screen.findByRole("dialog", { name: "Так це побачить кожен" }));
    await user.click(last.getByRole("button", { name: "Опублікувати" }));
    const back = await (await card()).findByRole("button", { name: "Прибрати зі сторінки" });
    expect(bodies).toEqual([
      {
        asked: "Біля школи темно",
        asked_en: "",
        answer: "Ставимо шість ліхтарів",
        answer_en: "",
        place: "",
        place_en: "",
        named: [POLICE.id],
      },
      '"3"',
    ]);
    expect(screen.getByRole("link", { name: "Опубліковано" }).getAttribute("href")).toBe(
      `/public/groups/${GROUP_ID}`,
    );
    await user.click(back);
    expect(await (await card()).findByRole("button", { name: "Опублікувати" })).toBeDefined();
    expect(screen.queryByRole("link", { name: "Опубліковано" })).toBeNull();
  });

  it("shows the words of the other language, too, before they are published", async () => {
    mockApi({
      ...page({ ...LEADS, allowed: [...LEADS.allowed] }),
      [`GET ${PATH}/promise`]: {
        promise: { ...PROMISE, asked_en: "It is dark by the school" },
        shown: SHOWN,
        page_open: true,
      },
      [`POST ${PATH}/promise/preview`]: SHOWN,
    });
    const user = userEvent.setup();
    renderApp(`/actions/${ACTION.id}`);
    await user.click((await card()).getByRole("button", { name: "Змінити текст" }));
    const form = within(await screen.findByRole("dialog", { name: "Розказати всім" }));
    await user.click(form.getByRole("button", { name: "Переглянути" }));
    const preview = within(await screen.findByRole("dialog", { name: "Так це побачить кожен" }));
    expect(preview.getByText("Англійською:")).toBeDefined();
    expect(preview.getByText("It is dark by the school")).toBeDefined();
  });

  it("says at its field what cannot be published", async () => {
    mockApi({
      ...page({ ...LEADS, allowed: [...LEADS.allowed] }),
      [`POST ${PATH}/promise/preview`]: new ProblemResponse(422, "invalid", [
        { pointer: "/answer", code: "blank", message: "Напишіть щось." },
      ]),
    });
    const user = userEvent.setup();
    renderApp(`/actions/${ACTION.id}`);
    await user.click((await card()).getByRole("button", { name: "Опублікувати" }));
    const form = within(await screen.findByRole("dialog"));
    await user.click(form.getByRole("button", { name: "Переглянути" }));
    expect(await form.findByText("Напишіть щось.")).toBeDefined();
  });

  it("asks who leads to write anew when the state has changed, and tells the others nothing to do", async () => {
    const stale = {
      promise: { ...PROMISE, is_current: false },
      shown: { ...SHOWN, answer: null },
      page_open: true,
    };
    mockApi({ ...page({ ...LEADS, allowed: [...LEADS.allowed] }), [`GET ${PATH}/promise`]: stale });
    renderApp(`/actions/${ACTION.id}`);
    expect(await (await card()).findByText("Стан змінився: оновіть текст")).toBeDefined();
  });

  it("is not offered to who does not lead, nor where the group has no public page", async () => {
    mockApi({ ...page({ allowed: ["read"] }) });
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByRole("heading", { name: /Освітити двір/ })).toBeDefined();
    expect(screen.queryByRole("region", { name: "Ви сказали — ми зробили" })).toBeNull();
  });

  it("leads to the settings where the group has no public page", async () => {
    const closed = { ...NOTHING, page_open: false };
    mockApi({ ...page({ ...LEADS, allowed: [...LEADS.allowed] }), [`GET ${PATH}/promise`]: closed });
    renderApp(`/actions/${ACTION.id}`);
    const shown = await card();
    expect(shown.getByText(/відкрийте публічну сторінку/)).toBeDefined();
    expect(shown.queryByRole("button")).toBeNull();
  });
});

const GROUP: PublicGroup = {
  id: GROUP_ID,
  name: { uk: "Безпека громади", en: "" },
  purpose: { uk: "Щоб було світло", en: "" },
  territory: { id: "territory-1", name: { uk: "Калиноділ", en: "" } },
  state: "active",
  cadence: { uk: "", en: "" },
  founded_on: "2025-01-12",
  sectors: ["police"],
  missing: [],
} as unknown as PublicGroup;

describe("the public page of a group", () => {
  const at = `GET /api/v1/public/groups/${GROUP_ID}`;

  it("tells page by page what was asked and what became of it, refusals with their reason", async () => {
    const dropped = {
      ...SHOWN,
      id: "promise-2",
      state: "dropped" as const,
      settled_on: "2026-02-01",
      asked: { uk: "Покажіть усі камери", en: "" },
      answer: { uk: "Під час воєнного стану не можна", en: "" },
      place: { uk: "Центр", en: "" },
    };
    const moved = { ...SHOWN, due_on: "2030-02-01" };
    mockApi({
      [at]: GROUP,
      [`${at}/promises`]: (request: Request) =>
        request.url.includes("cursor=next") ? makePage(dropped) : { items: [moved], next_cursor: "next" },
    });
    const user = userEvent.setup();
    renderApp(`/public/groups/${GROUP_ID}`);
    expect(await screen.findByText("Біля школи темно")).toBeDefined();
    expect(screen.getByText(/Строк: 1 лютого 2030, спершу 12 січня 2030/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Показати давніші" }));
    expect(await screen.findByText("Під час воєнного стану не можна")).toBeDefined();
    expect(screen.getByRole("heading", { name: "Чому ні" })).toBeDefined();
    expect(screen.getByText("Де: Центр")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("has no empty place where nothing was told", async () => {
    mockApi({ [at]: GROUP, [`${at}/promises`]: makePage() });
    renderApp(`/public/groups/${GROUP_ID}`);
    expect(await screen.findByRole("heading", { name: "Безпека громади" })).toBeDefined();
    expect(screen.queryByRole("heading", { name: "Ви сказали — ми зробили" })).toBeNull();
  });
});
