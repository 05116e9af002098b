import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { captureRequests } from "@/testing/forms";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const OWN = { id: "own-1", kind: "snoozed", due_at: "2030-01-12T07:00:00Z", fired_at: null };
const LADDER = { of: "usual", steps: [], version: 0, allowed: [] };

function shown(action: object, more: Record<string, unknown> = {}) {
  return {
    ...page(action),
    [`GET ${PATH}/reminders`]: { items: [] },
    [`GET ${PATH}/my-reminders`]: { items: [] },
    [`GET ${PATH}/reminder-ladder`]: LADDER,
    ...more,
  };
}

function offer(name: string, uk: string) {
  return { do: name, label: { uk, en: name }, about: ACTION.id, url: `/actions/${ACTION.id}?do=${name}` };
}

const REMINDER = {
  id: "01a21ae7-3a10-7734-aa1b-2c99f76bcee1",
  kind: "tasks.reminder_due",
  title: { uk: "Строк 12 січня: доручення № 12", en: "" },
  body: { uk: "Виконавець: поліція.", en: "" },
  reason: { uk: "Ви отримали це, бо доручення ваше. Правило групи: за 3 дні до строку.", en: "" },
  url: `/actions/${ACTION.id}`,
  offers: [
    offer("done", "Виконано"),
    offer("snooze", "Нагадати пізніше"),
    offer("help", "Потрібна допомога"),
  ],
  about: { kind: "action", id: ACTION.id },
  needs_answer: true,
  created_at: "2026-01-12T07:00:00Z",
  read_at: null,
};
const EARLIER = { ...REMINDER, id: "01a21ae7-3a10-7734-aa1b-2c99f76bcee0", title: { uk: "Раніше", en: "" } };

function inbox(more: Record<string, unknown> = {}) {
  return {
    ...EMPTY_API,
    "GET /api/v1/notifications?needs_answer=true": { items: [REMINDER, EARLIER], next_cursor: null },
    "GET /api/v1/notifications?needs_answer=false": { items: [], next_cursor: null },
    [`PUT /api/v1/notifications/${REMINDER.id}/read-group`]: { marked: 2 },
    ...more,
  };
}

setupPageTest();

describe("a reminder in the inbox", () => {
  it("names its rule, and the newest of several offers what can be done", async () => {
    mockApi(inbox());
    renderApp("/inbox");
    expect((await screen.findAllByText(/Правило групи: за 3 дні до строку/)).length).toBe(1);
    const group = screen.getByRole("group", { name: /Що можна зробити: Строк 12 січня/ });
    expect(within(group).getByRole("link", { name: "Виконано" }).getAttribute("href")).toBe(
      `/actions/${ACTION.id}?do=done`,
    );
    expect(screen.getAllByRole("button", { name: "Нагадати пізніше" })).toHaveLength(1);
    expect(await axeViolations()).toEqual([]);
  });

  it("is put off with the keys, and is read by that", async () => {
    const { sent, take } = captureRequests(OWN);
    const { asked } = mockApi(inbox({ [`POST ${PATH}/my-reminders`]: take }));
    renderApp("/inbox");
    const user = userEvent.setup();
    (await screen.findByRole("button", { name: "Нагадати пізніше" })).focus();
    await user.keyboard("{Enter}");
    await user.click(await screen.findByRole("menuitem", { name: "Через 3 дні", hidden: true }));
    const due_at = expect.stringMatching(/T0[67]:00/);
    await waitFor(() => expect(sent).toEqual([[null, { due_at, puts_off: true }]]));
    await waitFor(() => expect(asked).toContain(`PUT /api/v1/notifications/${REMINDER.id}/read-group`));
  });

  it("lets its reader ask for help on the spot", async () => {
    const { sent, take } = captureRequests(ACTION);
    mockApi(inbox({ [`PUT ${PATH}/help`]: take }));
    renderApp("/inbox");
    await userEvent.click(await screen.findByRole("button", { name: "Потрібна допомога" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText("Чого бракує"), "Немає вишки");
    await userEvent.click(within(dialog).getByRole("button", { name: "Надіслати" }));
    await waitFor(() => expect(sent).toEqual([[null, { text: "Немає вишки" }]]));
  });
});

describe("an address of an e-mail", () => {
  const MAY = ["read", "remind_me", "ask_help", "complete", "add_evidence"];

  it("opens the question, changes nothing by itself, and leaves the address when it is closed", async () => {
    const { asked } = mockApi(shown({ state: "in_progress", allowed: MAY }));
    renderApp(`/actions/${ACTION.id}?do=snooze`);
    const dialog = await screen.findByRole("dialog", { name: "Нагадати пізніше" });
    expect(asked.filter((one) => !one.startsWith("GET "))).toEqual([]);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Скасувати" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(`${location.pathname}${location.search}`).toBe(`/actions/${ACTION.id}`);
  });

  it("puts it off for as long as is chosen", async () => {
    const { sent, take } = captureRequests(OWN);
    mockApi(shown({ state: "in_progress", allowed: MAY }, { [`POST ${PATH}/my-reminders`]: take }));
    renderApp(`/actions/${ACTION.id}?do=snooze`);
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("radio", { name: "Через тиждень" }));
    await userEvent.click(within(dialog).getByRole("button", { name: "Відкласти" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("asks for help, but not where somebody waits for help already", async () => {
    mockApi(shown({ state: "in_progress", allowed: MAY }));
    renderApp(`/actions/${ACTION.id}?do=help`);
    expect(await screen.findByRole("dialog", { name: "Потрібна допомога" })).toBeTruthy();
  });

  it("asks for evidence first, and then whether it is done", async () => {
    mockApi(
      shown({ state: "in_progress", allowed: MAY }, { [`POST ${PATH}/evidence`]: { id: "e", number: 1 } }),
    );
    renderApp(`/actions/${ACTION.id}?do=done`);
    const dialog = await screen.findByRole("dialog", { name: "Додати доказ" });
    expect(within(dialog).getByText(/Щоб завершити, потрібен хоча б один доказ/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole("button", { name: "Посилання" }));
    await userEvent.type(within(dialog).getByLabelText("Адреса"), "https://example.org/akt");
    await userEvent.type(within(dialog).getByLabelText("Назва"), "Акт");
    await userEvent.click(within(dialog).getByRole("button", { name: "Додати доказ" }));
    expect(await screen.findByRole("dialog", { name: /Виконано, прошу підтвердити/ })).toBeTruthy();
  });

  it("begins what was not begun, and finishes it by the version that follows", async () => {
    const begun = { ...ACTION, state: "in_progress", version: 4 };
    const { sent, take } = captureRequests(begun);
    const allowed = ["read", "start", "add_evidence"];
    mockApi(shown({ state: "accepted", evidence_count: 1, allowed }, { [`POST ${PATH}/transitions`]: take }));
    renderApp(`/actions/${ACTION.id}?do=done`);
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Виконано, прошу підтвердити" }));
    await waitFor(() =>
      expect(sent).toEqual([
        ['"3"', { to: "in_progress" }],
        ['"4"', { to: "done" }],
      ]),
    );
  });

  it.each(["done", "snooze", "help", "other"])(
    "opens the page alone where %s is not open to its reader",
    async (asked) => {
      mockApi(shown({ allowed: ["read"] }));
      renderApp(`/actions/${ACTION.id}?do=${asked}`);
      expect(await screen.findByText("Що далі")).toBeTruthy();
      expect(screen.queryByRole("dialog")).toBeNull();
    },
  );
});
