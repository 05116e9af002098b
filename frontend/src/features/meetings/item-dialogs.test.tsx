import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { chooseFromMenu } from "@/testing/forms";
import { anItem, MEETING, MEETING_PAGE, MEETING_PATH, meetingApi } from "@/testing/meeting-samples";
import { renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

it("whoever was slower sees both texts, and undoes nothing that they did not touch", async () => {
  const mine = anItem(2, "Укриття");
  const theirs = { ...mine, title: "Укриття й генератор", minutes: 35, version: 2 };
  const sent: unknown[] = [];
  let kept = { ...MEETING, agenda: [mine] };
  mockApi({
    ...meetingApi(MEETING),
    [`GET ${MEETING_PATH}`]: () => kept,
    [`PATCH ${MEETING_PATH}/agenda/${encodeURIComponent(mine.id)}`]: async (request: Request) => {
      sent.push({ ...(await request.json()), tag: request.headers.get("If-Match") });
      kept = { ...MEETING, agenda: [theirs] };
      return sent.length === 1 ? new ProblemResponse(412, "stale") : kept;
    },
  } as never);
  renderApp(MEETING_PAGE);
  await storeOpened();
  await chooseFromMenu("Дії: 2. Укриття", "Змінити…");
  const dialog = within(await screen.findByRole("dialog", { name: "Змінити питання" }));
  const field = dialog.getByLabelText("Про що");
  await userEvent.clear(field);
  await userEvent.type(field, "Тепло");
  await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
  await dialog.findByText("Хтось уже змінив це питання. Тепер там: «Укриття й генератор», 35 хв");
  expect((field as HTMLInputElement).value).toBe("Тепло");
  await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
  await waitFor(() =>
    expect(sent).toEqual([
      { title: "Тепло", minutes: 20, tag: '"1"' },
      { title: "Тепло", minutes: 35, tag: '"2"' },
    ]),
  );
});
