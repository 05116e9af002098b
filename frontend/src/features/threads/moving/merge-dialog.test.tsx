import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const OTHER = "01900000-0000-7000-8000-0000000000cc";
const THREAD = aThread({ allowed: ["read", "post", "edit", "merge"] });
const other = aThread({ id: OTHER, title: { uk: "Входи", en: "" }, allowed: ["read", "merge"] });
const LIST = `GET /api/v1/groups/${GROUP_ID}/threads`;
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [LIST]: { items: [THREAD], next_cursor: null, seq: 0 },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
};

async function openDialog(user: ReturnType<typeof userEvent.setup>) {
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Об’єднати з іншою темою", user);
  return await screen.findByRole("combobox", { name: "З якою темою" });
}

setupPageTest();

it("the thread that was chosen stands there after the question of personal data, whatever the list holds", async () => {
  const user = userEvent.setup();
  const concerns = [{ pointer: "/reason", code: "phone", message: "Схоже на номер телефону.", span: [0, 3] }];
  mockApi({
    ...BASE,
    [`${LIST}?q=%D0%92%D1%85&state=open`]: { items: [other], next_cursor: null, seq: 0 },
    [`POST /api/v1/threads/${THREAD_ID}/merges`]: new ProblemResponse(422, "personal_data", concerns),
  });
  await user.type(await openDialog(user), "Вх");
  await user.click(await screen.findByRole("option", { name: "Входи" }));
  await user.type(screen.getByRole("textbox", { name: /Чому об’єднуєте/ }), "067");
  await user.click(screen.getByRole("button", { name: "Об’єднати" }));
  await user.click(await screen.findByRole("button", { name: "Перефразувати" }));
  expect(await screen.findByRole("combobox", { name: "З якою темою" })).toHaveProperty("value", "Входи");
});

it("asks for those in which people write, once for what was typed, and says what went wrong", async () => {
  const user = userEvent.setup();
  const { asked } = mockApi({
    ...BASE,
    [`${LIST}?q=%D0%92%D1%85%D0%BE%D0%B4%D0%B8&state=open`]: new ProblemResponse(500, "Сервер не відповів"),
  });
  const field = await openDialog(user);
  await user.type(field, "Входи");
  expect(await screen.findByText("Шукаємо…")).toBeDefined();
  await screen.findByText("Сервер не відповів");
  expect(screen.queryByText("Такої відкритої теми немає")).toBeNull();
  const searches = asked.filter((one) => one.startsWith(`${LIST}?q=`));
  await waitFor(() => expect(searches.every((one) => /state=(open|summarising)$/.test(one))).toBe(true));
  expect(searches.length).toBe(2);
});
