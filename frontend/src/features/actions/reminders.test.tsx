import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { captureRequests } from "@/testing/forms";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const STEP = { offset_days: 1, audience: "owner", repeat_days: 3 };
const LADDER = { of: "group", steps: [STEP], version: 0, allowed: ["set_ladder"] };
const CAME = {
  id: "reminder-1",
  rule: "overdue",
  due_at: "2026-01-13T07:00:00Z",
  fired_at: "2026-01-13T07:00:01Z",
  acknowledged_at: null,
  audience: "owner",
  allowed: ["acknowledge", "snooze"],
};
const ASKED = {
  text: "Немає вишки",
  by: {
    person: { id: "p", name: { uk: "Олег Бондар", en: "" }, gender: "masculine" },
    mandate_id: null,
    organisation: null,
    position: null,
    acting_for: null,
    on_behalf: false,
  },
  at: "2026-01-13T07:00:00Z",
};

function shown(action: object, more: Record<string, unknown> = {}) {
  return {
    ...page(action),
    [`GET ${PATH}/reminders`]: { items: [CAME] },
    [`GET ${PATH}/my-reminders`]: { items: [] },
    [`GET ${PATH}/reminder-ladder`]: LADDER,
    ...more,
  };
}

setupPageTest();

describe("the rules of reminding", () => {
  it("are said in words, changed by the version that was seen, and a fault stands at its rule", async () => {
    const { sent, take } = captureRequests({ ...LADDER, of: "item", version: 1 });
    const fault = { pointer: "/steps/1/offset_days", code: "twice", message: "Уже є" };
    let refuses = true;
    const answer = (request: Request) => {
      if (!refuses) return take(request);
      refuses = false;
      return new ProblemResponse(422, "invalid", [fault]);
    };
    mockApi(shown({}, { [`PUT ${PATH}/reminder-ladder`]: answer }));
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByText("Правила нагадувань групи"));
    expect(screen.getByText("Через 1 день після строку, далі кожні 3 дні")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Інші правила для цього доручення" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Додати правило" }));
    const fresh = within(dialog).getByRole("group", { name: "Через 1 день після строку: Виконавцеві" });
    await user.click(within(fresh).getByRole("combobox", { name: "Кому" }));
    // Each rule has such a list.
    const groups = await screen.findAllByRole("option", { name: "Усій групі", hidden: true });
    await user.click(groups[groups.length - 1] as HTMLElement);
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Зберегти" }));
    expect(await within(dialog).findByText("Уже є")).toBeTruthy();
    await user.click(within(dialog).getByRole("button", { name: "Зберегти" }));
    const steps = [STEP, { offset_days: 1, audience: "group", repeat_days: null }];
    await waitFor(() => expect(sent).toEqual([['"0"', { steps }]]));
  });

  it("are not overwritten unseen when somebody else has changed them meanwhile", async () => {
    mockApi(shown({}, { [`PUT ${PATH}/reminder-ladder`]: new ProblemResponse(412, "stale") }));
    renderApp(`/actions/${ACTION.id}`);
    await userEvent.click(await screen.findByText("Правила нагадувань групи"));
    await userEvent.click(screen.getByRole("button", { name: "Інші правила для цього доручення" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeTruthy();
    expect(screen.getByRole("dialog")).toBeTruthy();
  });

  it("count for who verifies from the day on which it was done, never before it", async () => {
    const early = { offset_days: -3, audience: "owner", repeat_days: null };
    const steps = [early, { offset_days: 3, audience: "verifier", repeat_days: 7 }];
    const { sent, take } = captureRequests({ ...LADDER, of: "item", version: 1 });
    mockApi(
      shown(
        {},
        {
          [`GET ${PATH}/reminder-ladder`]: { ...LADDER, steps },
          [`PUT ${PATH}/reminder-ladder`]: take,
        },
      ),
    );
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByText("Правила нагадувань групи"));
    expect(screen.getByText("Через 3 дні після виконання, далі щотижня")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Інші правила для цього доручення" }));
    const dialog = await screen.findByRole("dialog");
    const first = within(dialog).getByRole("group", { name: "За 3 дні до строку: Виконавцеві" });
    await user.click(within(first).getByRole("combobox", { name: "Кому" }));
    const verifiers = await screen.findAllByRole("option", { name: "Тим, хто підтверджує", hidden: true });
    await user.click(verifiers[0] as HTMLElement);
    const name = "Через 3 дні після виконання: Тим, хто підтверджує";
    expect(within(dialog).getByRole("group", { name })).toBeTruthy();
    await user.click(within(dialog).getByRole("button", { name: "Зберегти" }));
    const changed = [{ offset_days: 3, audience: "verifier", repeat_days: null }, steps[1]];
    await waitFor(() => expect(sent).toEqual([['"0"', { steps: changed }]]));
  });

  it("of its own give way to those of the group by the version that was seen", async () => {
    const sent: unknown[] = [];
    const take = (request: Request) => {
      sent.push(request.headers.get("If-Match"));
      return new ProblemResponse(412, "stale");
    };
    const own = { ...LADDER, of: "item", version: 4 };
    mockApi(shown({}, { [`GET ${PATH}/reminder-ladder`]: own, [`DELETE ${PATH}/reminder-ladder`]: take }));
    renderApp(`/actions/${ACTION.id}`);
    await userEvent.click(await screen.findByText("Власні правила нагадувань"));
    await userEvent.click(screen.getByRole("button", { name: "Повернути правила групи" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeTruthy();
    expect(sent).toEqual(['"4"']);
  });

  it("are shown without a button to whoever may not change them", async () => {
    mockApi(shown({}, { [`GET ${PATH}/reminder-ladder`]: { ...LADDER, allowed: [] } }));
    renderApp(`/actions/${ACTION.id}`);
    await userEvent.click(await screen.findByText("Правила нагадувань групи"));
    expect(screen.queryByRole("button", { name: "Інші правила для цього доручення" })).toBeNull();
  });
});

describe("a reminder that came", () => {
  it("is put off until a morning of the reader’s own", async () => {
    const { sent, take } = captureRequests({
      id: "own-1",
      kind: "snoozed",
      due_at: "2030-01-01T07:00:00Z",
      fired_at: null,
    });
    mockApi(shown({ allowed: ["read"] }, { [`POST ${PATH}/my-reminders`]: take }));
    renderApp(`/actions/${ACTION.id}`);
    await userEvent.click(await screen.findByRole("button", { name: /Нагадати мені пізніше/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Через тиждень", hidden: true }));
    const due_at = expect.stringMatching(/T0[67]:00/);
    await waitFor(() => expect(sent).toEqual([[null, { due_at, puts_off: true }]]));
  });

  it("is put off by everybody to whom it came, also by those who may not stop it, and by nobody else", async () => {
    const forAll = { ...CAME, id: "reminder-2", audience: "group", allowed: ["snooze"] };
    const forOthers = { ...CAME, id: "reminder-3", audience: "verifier", allowed: [] };
    const { sent, take } = captureRequests({
      id: "own-1",
      kind: "snoozed",
      due_at: CAME.due_at,
      fired_at: null,
    });
    mockApi(
      shown(
        { allowed: ["read"] },
        {
          [`GET ${PATH}/reminders`]: { items: [forAll, forOthers] },
          [`POST ${PATH}/my-reminders`]: take,
        },
      ),
    );
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    const later = await screen.findByRole("button", { name: /Нагадати мені пізніше: Усій групі/ });
    expect(screen.getAllByRole("button", { name: /Нагадати мені пізніше/ })).toHaveLength(1);
    expect(screen.queryByRole("button", { name: /Не нагадувати/ })).toBeNull();
    expect(await axeViolations()).toEqual([]);
    later.focus();
    await user.keyboard("{Enter}");
    await user.click(await screen.findByRole("menuitem", { name: "Завтра зранку", hidden: true }));
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it("is called off in words, and one that is to come has no tick beside it", async () => {
    const future = { ...CAME, rule: "before_due", due_at: "2030-01-09T07:00:00Z", fired_at: null };
    const off = { ...future, acknowledged_at: "2026-01-13T08:00:00Z", allowed: [] };
    let isOff = false;
    const { asked } = mockApi(
      shown(
        {},
        {
          [`GET ${PATH}/reminders`]: () => ({ items: [isOff ? off : future] }),
          "PUT /api/v1/reminders/reminder-1/acknowledgement": () => {
            isOff = true;
            return off;
          },
        },
      ),
    );
    renderApp(`/actions/${ACTION.id}`);
    const button = await screen.findByRole("button", {
      name: /^Не нагадувати: Виконавцеві: строк наближається/,
    });
    expect(button.textContent).toBe("Не нагадувати");
    expect(button.closest("li")?.querySelector(".tabler-icon-check")).toBeNull();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(button);
    expect(await screen.findByText("не нагадуємо")).toBeTruthy();
    expect(asked).toContain("PUT /api/v1/reminders/reminder-1/acknowledgement");
  });

  it("is set for oneself alone by whoever only sees the item", async () => {
    const { sent, take } = captureRequests({
      id: "own-1",
      kind: "chosen",
      due_at: "2030-01-12T07:00:00Z",
      fired_at: null,
    });
    mockApi(shown({ allowed: ["read", "remind_me"] }, { [`POST ${PATH}/my-reminders`]: take }));
    renderApp(`/actions/${ACTION.id}`);
    await userEvent.click(await screen.findByRole("button", { name: "Додати нагадування" }));
    const dialog = await screen.findByRole("dialog");
    const day = within(dialog).getByLabelText("День");
    await userEvent.type(day, "12.01.2030");
    await userEvent.click(within(dialog).getByRole("button", { name: "Додати" }));
    await waitFor(() => expect(sent).toEqual([[null, { due_at: expect.stringMatching(/^2030-01-12T0/) }]]));
  });
});

describe("a call for help", () => {
  it("stands on the item, and who leads the group answers", async () => {
    const { sent, take } = captureRequests(ACTION);
    const action = { state: "blocked", help_asked: ASKED, allowed: ["read", "answer_help"] };
    mockApi(shown(action, { [`PUT ${PATH}/help/answer`]: take }));
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByText("Немає вишки")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Відповісти на прохання" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Надіслати" }));
    expect(await within(dialog).findByText("Напишіть відповідь")).toBeTruthy();
    await userEvent.type(within(dialog).getByLabelText("Відповідь"), "Дасть ДСНС");
    await userEvent.click(within(dialog).getByRole("button", { name: "Надіслати" }));
    await waitFor(() => expect(sent).toEqual([[`"${ACTION.version}"`, { text: "Дасть ДСНС" }]]));
  });
});

describe("a reminder that is not to come again", () => {
  it("keeps the keyboard in its row", async () => {
    let came: object = CAME;
    mockApi(
      shown(
        {},
        {
          [`GET ${PATH}/reminders`]: () => ({ items: [came] }),
          "PUT /api/v1/reminders/reminder-1/acknowledgement": () => {
            came = { ...CAME, acknowledged_at: "2026-01-13T08:00:00Z", allowed: ["snooze"] };
            return came;
          },
        },
      ),
    );
    renderApp(`/actions/${ACTION.id}`);
    await userEvent.click(await screen.findByRole("button", { name: /^Не нагадувати: / }));
    const state = await screen.findByText("не нагадуємо");
    expect(document.activeElement).toBe(state.closest("li"));
  });
});
