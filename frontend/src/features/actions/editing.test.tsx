import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { captureRequests } from "@/testing/forms";
import { POLICE } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

async function edit() {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Змінити" }));
  return { user, dialog: within(await screen.findByRole("dialog", { name: "Змінити доручення" })) };
}

const LINE = { id: "line-1", text: "Виміряти пандуси", done_at: null, done_by: null };

describe("the checklist of an action item", () => {
  it("is ticked by who may, and told to the others", async () => {
    const done = { ...LINE, done_at: "2026-01-13T08:00:00Z", done_by: null };
    const answers = {
      ...page({ allowed: ["read", "tick"], checklist_count: 1 }),
      [`GET ${PATH}/checklist`]: { items: [LINE] },
      [`PUT ${PATH}/checklist/line-1/tick`]: done,
    };
    const { asked } = mockApi(answers);
    renderApp(`/actions/${ACTION.id}`);
    const box = await screen.findByRole("checkbox", { name: LINE.text });
    await userEvent.setup().click(box);
    await waitFor(() => expect(asked).toContain(`PUT /api/v1/action-items/action-1/checklist/line-1/tick`));
    expect(screen.queryByRole("button", { name: "Змінити перелік" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("is written as a text, in which a line keeps its tick", async () => {
    const { sent, take } = captureRequests({ items: [LINE] });
    const answers = {
      ...page({ allowed: ["read", "edit"], checklist_count: 1 }),
      [`GET ${PATH}/checklist`]: { items: [LINE] },
      [`PUT ${PATH}/checklist`]: take,
    };
    mockApi(answers);
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    expect(await screen.findByRole("img", { name: "Ще ні" })).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Змінити перелік" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Перелік робіт" }));
    await user.type(dialog.getByLabelText("Пункти"), "\nСкласти акт");
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    const lines = [{ id: "line-1", text: LINE.text }, { text: "Скласти акт" }];
    await waitFor(() => expect(sent).toEqual([['"3"', { lines }]]));
  });
});

describe("an action item that is changed", () => {
  it("asks why its day moves, and sends only what was touched", async () => {
    const { sent, take } = captureRequests(ACTION);
    mockApi({ ...page({ allowed: ["read", "edit"] }), [`PATCH ${PATH}`]: take });
    renderApp(`/actions/${ACTION.id}`);
    const { user, dialog } = await edit();
    expect(dialog.queryByLabelText("Чому змінюється строк")).toBeNull();
    const day = dialog.getByLabelText("Строк");
    await user.clear(day);
    await user.type(day, "20.02.2030");
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await dialog.findByText("Напишіть, чому змінюється строк")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.type(dialog.getByLabelText("Чому змінюється строк"), "Чекаємо на кошторис");
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    const body = { due_on: "2030-02-20", reason: "Чекаємо на кошторис" };
    await waitFor(() => expect(sent).toEqual([['"3"', body]]));
  });

  it("says for whom it is and what it takes, and takes that back", async () => {
    const { sent, take } = captureRequests(ACTION);
    const said = { target_groups: ["women" as const], budget: 1250.5, tags: ["двір", "світло"] };
    mockApi({ ...page({ allowed: ["read", "edit"], ...said }), [`PATCH ${PATH}`]: take });
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByText("Для кого: жінки")).toBeDefined();
    expect(screen.getByText(/1.250,50.₴/)).toBeDefined();
    const link = screen.getByRole("link", { name: "Мітка: двір" });
    expect(link.getAttribute("href")).toBe(`/actions?${new URLSearchParams({ tag: "двір" })}`);
    const { user, dialog } = await edit();
    await user.clear(dialog.getByLabelText("Скільки коштує, грн"));
    await user.type(dialog.getByLabelText("Скільки годин роботи"), "8");
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toEqual([['"3"', { budget: null, effort_hours: 8 }]]));
  });

  it("comes no more once the rule is cleared, which takes no pointer", async () => {
    const { sent, take } = captureRequests(ACTION);
    mockApi({ ...page({ allowed: ["read", "edit"], recurrence: "FREQ=DAILY" }), [`PATCH ${PATH}`]: take });
    renderApp(`/actions/${ACTION.id}`);
    await screen.findByText(/Повторюється/);
    const { user, dialog } = await edit();
    const field = dialog.getByRole("combobox", { name: "Повторювати" });
    field.focus();
    await user.tab();
    expect(document.activeElement).toBe(dialog.getByRole("button", { name: "Очистити: Повторювати" }));
    expect(await axeViolations()).toEqual([]);
    await user.keyboard("{Enter}");
    expect(document.activeElement).toBe(field);
    expect(dialog.queryByRole("button", { name: "Очистити: Повторювати" })).toBeNull();
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toEqual([['"3"', { recurrence: "" }]]));
  });

  it("comes again by a rule, which is said in words and can be another", async () => {
    const { sent, take } = captureRequests(ACTION);
    const said = { recurrence: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=3", coowners: [POLICE] };
    mockApi({ ...page({ allowed: ["read", "edit"], ...said }), [`PATCH ${PATH}`]: take });
    renderApp(`/actions/${ACTION.id}`);
    expect(
      await screen.findByText("Повторюється що 2 тижні, понеділок, п’ятниця, після цього ще 2 рази"),
    ).toBeDefined();
    const { user, dialog } = await edit();
    await user.click(dialog.getByRole("combobox", { name: "Повторювати" }));
    await user.click(await screen.findByRole("option", { name: "Щокварталу" }));
    await user.type(dialog.getByLabelText("Повторювати до (необов’язково)"), "31.12.2031");
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    const body = { recurrence: "FREQ=MONTHLY;INTERVAL=3;UNTIL=20311231" };
    await waitFor(() => expect(sent).toEqual([['"3"', body]]));
  });

  it("is offered to nobody who may not, and says which day it had first", async () => {
    mockApi(page({ original_due_on: "2029-12-01" }));
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByText(/спершу 1 грудня 2029/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Змінити" })).toBeNull();
  });
});
