import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { ThreadOut } from "@/api/generated/types.gen";
import { aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { chooseThreadAction } from "@/testing/thread-actions";
import { userEvent } from "@/testing/user";

const { person } = aVoice();
const WHOLE_GROUP: Partial<ThreadOut> = { visibility: "group" };
const NAMED: Partial<ThreadOut> = { visibility: "restricted", people: [person], announced: false };
const KNOWN = { ...NAMED, announced: true };
const LABELS = {
  group: "Уся група",
  known: "Названі, а решта групи знає, що тема є",
  named: "Лише названі",
};

/** The dialog of a thread that is read by these, and what it sends. */
async function opened(readers: Partial<ThreadOut>) {
  const sent: unknown[] = [];
  const thread = aThread({ ...readers, allowed: ["read", "set_audience"], version: 3 });
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], pinned: [], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
    [`PUT /api/v1/threads/${THREAD_ID}/audience`]: async (request: Request) => {
      sent.push(await request.json());
      return thread;
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await chooseThreadAction("Змінити, хто бачить");
  return { dialog: within(await screen.findByRole("dialog", { name: "Хто бачить тему" })), sent };
}

setupPageTest();

it.each([
  ["group", WHOLE_GROUP],
  ["known", KNOWN],
  ["named", NAMED],
] as const)("of a thread that is there already its readers are chosen: %s", async (reach, readers) => {
  const { dialog } = await opened(readers);
  const chosen = dialog.getAllByRole<HTMLInputElement>("radio").filter(({ checked }) => checked);
  expect(chosen).toEqual([dialog.getByLabelText(LABELS[reach])]);
  expect(Boolean(dialog.queryByText(/і зможе попросити доступ/))).toBe(reach === "known");
});

it.each([
  ["group", KNOWN, { visibility: "group", announced: false }],
  ["known", NAMED, { visibility: "restricted", organisations: [], people: [person.id], announced: true }],
  ["named", KNOWN, { visibility: "restricted", organisations: [], people: [person.id], announced: false }],
] as const)("another choice sends all that the server needs: %s", async (reach, before, body) => {
  const { dialog, sent } = await opened(before);
  await userEvent.click(dialog.getByLabelText(LABELS[reach]));
  await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
  await waitFor(() => expect(sent).toEqual([body]));
});
