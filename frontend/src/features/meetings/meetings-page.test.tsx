import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { MEETING, MEETING_PAGE, MEETINGS_PAGE, meetingApi } from "@/testing/meeting-samples";
import { GROUP, PATH } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

it("the meetings of a group are listed, and who leads plans the next one", async () => {
  mockApi({
    ...meetingApi(),
    [`GET ${PATH}`]: { ...GROUP, role: "facilitator" },
    [`GET ${PATH}/meetings`]: { items: [MEETING], next_cursor: null },
  } as never);
  renderApp(MEETINGS_PAGE);
  const row = await screen.findByRole("link", { name: "Засідання № 21" });
  expect(row.getAttribute("href")).toBe(MEETING_PAGE);
  expect(screen.getByRole("link", { name: "Безпека громади" })).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(await screen.findByRole("button", { name: "Запланувати засідання" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Запланувати засідання" }));
  await userEvent.click(dialog.getByRole("button", { name: "Запланувати" }));
  expect(dialog.getByText("Напишіть, про що засідання")).toBeDefined();
  expect(await axeViolations()).toEqual([]);
});
