import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { FormOut } from "@/api/generated/types.gen";
import { markOnline } from "@/lib/online";
import { DOSSIER_ID } from "@/testing/dossier-samples";
import { aForm, anAnswer, aQuestion, BUTTON, FORM_ID, LIGHT, WITHOUT } from "@/testing/form-samples";
import { cutEverything, FORM, formStored, serveForm } from "@/testing/form-server";
import { axeViolations, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();
afterEach(() => act(() => markOnline()));

const ADDRESS = `/dossiers/${DOSSIER_ID}/forms/${FORM_ID}`;
const ROOMS = `${ADDRESS}?section=rooms`;

/** A page on which one may answer: its store is open. */
async function open(address: string) {
  const client = renderApp(address);
  await storeOpened();
  return client;
}

const fresh = () => aForm([{ ...LIGHT }, { ...BUTTON }, { ...WITHOUT }]);
const question = (name: RegExp) => within(screen.getByRole("region", { name }));

describe("a form that is filled in", () => {
  it("asks one section, and what an answer leads to with the reason", async () => {
    const { api, puts } = serveForm(fresh());
    mockApi(api);
    await open(ROOMS);
    expect(await screen.findByRole("heading", { level: 1, name: "А. Приміщення" })).toBeDefined();
    expect(screen.getByText("1 з 2")).toBeDefined();
    expect(screen.queryByText("Що сказав персонал?")).toBeNull();
    expect(screen.queryByText(/Скільки приміщень/)).toBeNull();
    expect(question(/^А1 Чи є денне світло/).getByText(/^Збережено .*Павло Романюк/)).toBeDefined();
    await userEvent.click(question(/^А2 /).getByRole("radio", { name: "Ні, не у всіх" }));
    const next = within(await screen.findByRole("region", { name: "Скільки приміщень без виклику?" }));
    expect(next.getByText("Запитуємо, бо «ні, не у всіх»")).toBeDefined();
    expect(screen.getByText("2 з 3")).toBeDefined();
    await waitFor(() => expect(puts).toMatchObject([{ question: "button", match: '"0"', value: "some" }]));
    expect(await question(/^А2 /).findByText(/^Збережено/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("waits for the line across a reload without one, and is sent in order with what was seen", async () => {
    const { api, puts, cut, mend } = serveForm(fresh());
    mockApi(api);
    await open(ROOMS);
    await screen.findByText("Чи працює кнопка виклику?");
    await formStored();
    cut();
    await userEvent.click(screen.getByRole("radio", { name: "Ні, не у всіх" }));
    const count = await screen.findByRole("textbox", { name: "Скільки приміщень без виклику?" });
    await userEvent.type(count, "2");
    const light = screen.getByRole("textbox", { name: "Чи є денне світло?" });
    await userEvent.type(light, ", вікно");
    await userEvent.click(screen.getByRole("radio", { name: "Ні, не у всіх" }));
    await userEvent.keyboard("{Tab}");
    expect(await screen.findByText("3 відповіді чекають зв’язку")).toBeDefined();
    expect(question(/^А2 /).getByText("Чекає зв’язку")).toBeDefined();
    cleanup();
    cutEverything();
    await open(ROOMS);
    expect(await screen.findByText("3 відповіді чекають зв’язку")).toBeDefined();
    expect(screen.getByRole("radio", { name: "Ні, не у всіх" })).toHaveProperty("checked", true);
    expect(screen.getByRole("textbox", { name: /Скільки/ })).toHaveProperty("value", "2");
    expect(puts).toEqual([]);
    cleanup();
    renderApp("/");
    await userEvent.click(await screen.findByRole("link", { name: "Протокол візиту" }));
    expect((await screen.findByRole("link", { name: "А. Приміщення" })).getAttribute("href")).toBe(ROOMS);
    mockApi(api);
    mend();
    await waitFor(() => expect(puts).toHaveLength(3));
    expect(puts.map((put) => [put.question, put.match, put.value])).toEqual([
      ["button", '"0"', "some"],
      ["without", '"0"', 2],
      ["light", '"1"', "Так, є, вікно"],
    ]);
    await waitFor(() => expect(screen.queryByText(/чекають зв’язку/)).toBeNull());
  });

  it("shows both answers where somebody was quicker, and keeps one’s own with the reason", async () => {
    const { api, puts, cut, mend, find } = serveForm(fresh());
    const versions = [
      { ...anAnswer("some", 3), reason: "Перевірила двічі" },
      { ...anAnswer("all", 2), note: "Бачив сам" },
    ];
    mockApi({ ...api, [`GET ${FORM}/answers/button/history`]: { items: versions } });
    await open(ROOMS);
    await screen.findByText("Чи працює кнопка виклику?");
    cut();
    await userEvent.click(screen.getByRole("radio", { name: "Ні, не у всіх" }));
    await screen.findByText("1 відповідь чекає зв’язку");
    const button = find("button");
    if (button) button.answer = { ...anAnswer("all", 2), note: "Бачив сам" };
    mend();
    const box = within(await screen.findByRole("region", { name: "На А2 є дві різні відповіді" }));
    expect(screen.getByText("1 відповідь потребує вашого вибору")).toBeDefined();
    expect(box.getByRole("radio", { name: /^Ваша.*Ні, не у всіх/ })).toHaveProperty("checked", true);
    expect(box.getByRole("radio", { name: /Павло Романюк.*Так, у всіх.*Бачив сам/ })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.type(box.getByLabelText("Чому саме ця"), "Перевірила двічі");
    await userEvent.click(box.getByRole("button", { name: "Лишити мою відповідь" }));
    await waitFor(() => expect(puts).toHaveLength(2));
    expect(puts[1]).toMatchObject({ match: '"2"', value: "some", reason: "Перевірила двічі" });
    await waitFor(() => expect(screen.queryByText(/дві різні відповіді/)).toBeNull());
    await userEvent.click(await question(/^А2 /).findByRole("button", { name: "Історія" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Історія відповіді" }));
    const told = await dialog.findAllByRole("listitem");
    expect(told.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/Ні, не у всіх.*«Перевірила двічі»/),
      expect.stringMatching(/Так, у всіх.*Павло Романюк.*Бачив сам/),
    ]);
  });

  it("lets go of one’s own answer for the other", async () => {
    const { api, puts, cut, mend, find } = serveForm(fresh());
    mockApi(api);
    await open(ROOMS);
    await screen.findByText("Чи працює кнопка виклику?");
    cut();
    await userEvent.click(screen.getByRole("radio", { name: "Ні, не у всіх" }));
    await screen.findByText("1 відповідь чекає зв’язку");
    const button = find("button");
    if (button) button.answer = anAnswer("all", 1);
    mend();
    await userEvent.click(await screen.findByRole("radio", { name: /Павло Романюк/ }));
    await userEvent.click(screen.getByRole("button", { name: "Лишити відповідь: Павло Романюк" }));
    await waitFor(() => expect(screen.queryByText(/дві різні відповіді/)).toBeNull());
    expect(screen.getByRole("radio", { name: "Так, у всіх" })).toHaveProperty("checked", true);
    expect(puts).toHaveLength(1);
  });

  it("says that a question does not apply once there is a reason, with a note beside it", async () => {
    const { api, puts } = serveForm(fresh());
    mockApi(api);
    await open(ROOMS);
    await screen.findByText("Чи працює кнопка виклику?");
    await userEvent.click(question(/^А2 /).getByRole("radio", { name: "Не стосується" }));
    const reason = question(/^А2 /).getByLabelText("Чому не стосується");
    expect(puts).toEqual([]);
    await userEvent.type(reason, "Приміщень немає");
    await userEvent.keyboard("{Tab}");
    await waitFor(() => expect(puts).toHaveLength(1));
    expect(puts[0]).toMatchObject({ value: null, not_applicable: true, reason: "Приміщень немає" });
    await userEvent.click(question(/^А1 /).getByRole("button", { name: "Додати нотатку" }));
    await userEvent.type(question(/^А1 /).getByLabelText("Нотатка"), "З двору");
    await userEvent.keyboard("{Tab}");
    await waitFor(() => expect(puts[1]).toMatchObject({ value: "Так, є", note: "З двору", match: '"1"' }));
  });

  it("keeps what is refused with the words of the server", async () => {
    const { api } = serveForm(fresh());
    const errors = [{ pointer: "/value", code: "phone", message: "Номер телефону" }];
    mockApi({
      ...api,
      [`PUT ${FORM}/answers/light`]: new ProblemResponse(422, "personal_data_refused", errors),
    });
    await open(ROOMS);
    await userEvent.type(await screen.findByRole("textbox", { name: /світло/ }), " 0501234567");
    await userEvent.keyboard("{Tab}");
    expect(await screen.findByText("Не збережено: Номер телефону")).toBeDefined();
    expect(screen.getByText("1 відповідь не збережено")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Прибрати мою відповідь" }));
    await waitFor(() => expect(screen.queryByText(/Не збережено/)).toBeNull());
    expect(screen.getByRole("textbox", { name: /світло/ })).toHaveProperty("value", "Так, є");
  });

  it("says what is no number, and sends none", async () => {
    const { api, puts } = serveForm(
      aForm([aQuestion("cold", "Температура", { type: "decimal", decimals: 1 })]),
    );
    mockApi(api);
    await open(ROOMS);
    const field = await screen.findByRole("textbox", { name: "Температура" });
    await userEvent.type(field, "18,55");
    await userEvent.keyboard("{Tab}");
    expect(await screen.findByText(/^Потрібне число/)).toBeDefined();
    await userEvent.clear(field);
    await userEvent.type(field, "18,5");
    await userEvent.keyboard("{Tab}");
    await waitFor(() => expect(puts).toMatchObject([{ value: 18.5 }]));
  });

  it("is answered by the keyboard alone", async () => {
    const { api, puts } = serveForm(fresh());
    mockApi(api);
    await open(ROOMS);
    const next = await screen.findByRole("button", { name: "Наступне: А2" });
    next.focus();
    await userEvent.keyboard("{Enter}");
    const region = screen.getByRole("region", { name: /^А2 / });
    expect(document.activeElement).toBe(region);
    await userEvent.keyboard("{Tab}");
    await userEvent.keyboard(" ");
    await waitFor(() => expect(puts).toMatchObject([{ value: "all" }]));
    expect(await screen.findByRole("link", { name: "Далі: Б. Розмова з персоналом" })).toBeDefined();
  });

  it("follows what others answer", async () => {
    const { api, find } = serveForm(fresh());
    mockApi(api);
    await open(ROOMS);
    await screen.findByText("Чи працює кнопка виклику?");
    const button = find("button");
    if (button) button.answer = anAnswer("all", 1);
    const frame = { type: "event", topic: `dossier:${DOSSIER_ID}`, seq: 1, at: "2026-12-03T10:00:00Z" };
    const data = { dossier_id: DOSSIER_ID, submission_id: FORM_ID, question: "button" };
    act(() => TestSocket.last?.say({ ...frame, kind: "programmes.form_answered", data } as never));
    await waitFor(() =>
      expect(screen.getByRole("radio", { name: "Так, у всіх" })).toHaveProperty("checked", true),
    );
  });
});

describe("the overview of a form", () => {
  it("names what is missing, and leads there", async () => {
    const proof = aQuestion("proof", "Фото", { evidence: "required", answer: anAnswer("Є") });
    mockApi(serveForm(aForm([{ ...BUTTON }, proof])).api);
    await open(ADDRESS);
    expect(await screen.findByText(/лишилася 1 обов’язкова відповідь/)).toBeDefined();
    const needed = screen.getByText(/Потрібен 1 доказ/);
    expect(within(needed).getByRole("link", { name: "А2" })).toBeDefined();
    expect(screen.getByText("Форма версії 3, справа № 3")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Завершити протокол" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("link", { name: "Продовжити з А1" }));
    const region = await screen.findByRole("region", { name: /^А1 / });
    expect(document.activeElement).toBe(region);
  });

  it("completes the form and opens it again", async () => {
    const ready = aForm([{ ...LIGHT }], { allowed: ["answer", "complete"] });
    const done: FormOut = { ...ready, allowed: ["reopen"], completed_at: "2026-12-02T14:00:00Z" };
    mockApi({
      ...serveForm(ready).api,
      [`PUT ${FORM}/completion`]: { ...done, completed_by: done.started_by },
      [`DELETE ${FORM}/completion`]: ready,
      [`GET ${FORM}`]: ready,
    });
    await open(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Завершити протокол" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Завершити протокол?" }));
    await userEvent.click(dialog.getByRole("button", { name: "Завершити" }));
    expect(await screen.findByText("Протокол завершено")).toBeDefined();
  });
});
