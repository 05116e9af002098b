import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { MeetingOut } from "@/api/generated/types.gen";
import { makeAction } from "@/testing/action-samples";
import { DECISION } from "@/testing/decision-samples";
import { MEETING_PAGE, MEETING_PATH, meetingApi, RUNNING, SHELTERS } from "@/testing/meeting-samples";
import { PATH as GROUP_PATH, MEMBER, POLICE } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const LED: MeetingOut = { ...RUNNING, allowed: [...RUNNING.allowed, "order_agenda"] };

/** The page of the meeting; what is sent to the addresses is kept. */
async function open(answers: Record<string, unknown>) {
  const sent: unknown[] = [];
  const take = (answer: unknown) => async (request: Request) => {
    sent.push(await request.json());
    return answer;
  };
  const taken = Object.entries(answers).map(([address, answer]) => [
    address,
    address.startsWith("POST") ? take(answer) : answer,
  ]);
  mockApi({ ...meetingApi(LED), ...Object.fromEntries(taken) } as never);
  renderApp(MEETING_PAGE);
  await storeOpened();
  await screen.findByRole("heading", { level: 1 });
  return sent;
}

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

it("a decision is put at the current item on the spot", async () => {
  const sent = await open({
    [`POST ${GROUP_PATH}/decisions`]: { ...DECISION, state: "draft" },
    [`POST ${MEETING_PATH}/agenda/${encodeURIComponent(SHELTERS.id)}/decisions`]: LED,
  });
  await press("Поставити на рішення…");
  const dialog = within(await screen.findByRole("dialog", { name: "Запропонувати рішення" }));
  await userEvent.type(dialog.getByLabelText("Питання"), "Пандус?");
  await userEvent.click(dialog.getByRole("button", { name: "Запропонувати" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toEqual({ decision_id: DECISION.id });
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Засідання № 21");
});

it("an action item is made on the spot, and stands in the record with its owner and day", async () => {
  const action = makeAction(57, { title: { uk: "Пандус", en: "" }, owner: POLICE, due_on: "2030-02-01" });
  const sent = await open({
    [`GET ${GROUP_PATH}`]: { id: LED.group.id, name: LED.group.name, allowed: ["read", "make"] },
    [`GET ${GROUP_PATH}/members`]: { items: [{ ...MEMBER, organisation: POLICE }] },
    [`GET ${GROUP_PATH}/outside-bodies`]: { items: [] },
    [`POST ${GROUP_PATH}/action-items`]: action,
    [`POST ${MEETING_PATH}/notes`]: LED,
  });
  await press("Доручити…");
  const dialog = within(await screen.findByRole("dialog", { name: "Нове доручення" }));
  await userEvent.type(dialog.getByLabelText("Назва доручення"), "Пандус");
  await userEvent.type(dialog.getByLabelText("Строк"), "01.02.2030");
  await userEvent.click(dialog.getByRole("combobox", { name: "Виконавець" }));
  await userEvent.click(await screen.findByRole("option", { name: /Відділ поліції/ }));
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(dialog.getByRole("button", { name: "Доручити" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toMatchObject({ item_id: SHELTERS.id, kind: "action" });
  expect((sent[1] as { text: string }).text).toMatch(/^Доручення № 57: Пандус. Виконує .+, до 01.02.2030$/);
});
