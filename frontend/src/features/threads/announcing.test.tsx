import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AccessRequestOut, AnnouncedThreadOut, ThreadOut } from "@/api/generated/types.gen";
import { GROUP } from "@/testing/group-samples";
import { aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const READER: ThreadOut["allowed"] = ["read", "mark_read", "post", "support"];
const REQUEST_ID = "01900000-0000-7000-8000-0000000000c1";
const TITLE = { uk: "Охорона об’єкта", en: "Охорона об’єкта" };

const request = (part: Partial<AccessRequestOut> = {}): AccessRequestOut => ({
  id: REQUEST_ID,
  thread_id: THREAD_ID,
  asker: aVoice(),
  reason: "Школа поруч",
  state: "pending",
  asked_at: "2026-01-10T09:00:00Z",
  decided_at: null,
  decided_by: null,
  answer: "",
  again_at: null,
  allowed: ["read", "withdraw"],
  ...part,
});

const card = (part: Partial<AnnouncedThreadOut> = {}): AnnouncedThreadOut => ({
  id: THREAD_ID,
  group: { id: GROUP_ID, name: GROUP.name },
  title: TITLE,
  facilitator: aVoice(),
  request: null,
  allowed: ["ask_for_access"],
  ...part,
});

const REFUSED = {
  ...{ status: 403, code: "ask_for_access", title: "", detail: "Лише ті, кого названо", request_id: "r" },
  errors: [],
};

function around(thread: ThreadOut) {
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], pinned: [], next_cursor: null, seq: 0 },
    [`GET /api/v1/groups/${GROUP_ID}/announced-threads`]: { items: [] },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
    [`GET /api/v1/threads/${THREAD_ID}/access-requests`]: { items: [] },
  };
}

setupPageTest();

it("the page of a thread that one only knows of says so, and takes the request and its withdrawal", async () => {
  const user = userEvent.setup();
  let shown = card();
  const sent: unknown[] = [];
  mockApi({
    ...around(aThread({})),
    [`GET /api/v1/threads/${THREAD_ID}`]: () => Response.json(REFUSED, { status: 403 }),
    [`GET /api/v1/threads/${THREAD_ID}/card`]: () => Response.json(shown),
    [`POST /api/v1/threads/${THREAD_ID}/access-requests`]: async (asked: Request) => {
      sent.push(await asked.json());
      shown = card({ request: request(), allowed: [] });
      return Response.json(request(), { status: 201 });
    },
    [`DELETE /api/v1/access-requests/${REQUEST_ID}`]: () => {
      shown = card({ request: request({ state: "withdrawn", allowed: ["read"] }), allowed: [] });
      return new Response(null, { status: 204 });
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  expect(await screen.findByRole("heading", { name: TITLE.uk, level: 1 })).toBeTruthy();
  expect(screen.getByText(/Веде:/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: `Попросити доступ: ${TITLE.uk}` }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Надіслати прохання" }));
  expect(within(dialog).getByText(/їх прочитають ті, хто веде тему/)).toBeTruthy();
  await user.type(within(dialog).getByLabelText("Чому вам потрібна ця тема"), "Школа поруч");
  await user.click(within(dialog).getByRole("button", { name: "Надіслати прохання" }));
  expect(await screen.findByText(/Ви попросили доступ/)).toBeTruthy();
  expect(sent).toEqual([{ reason: "Школа поруч" }]);
  await user.click(screen.getByRole("button", { name: `Відкликати прохання: ${TITLE.uk}` }));
  const sure = await screen.findByRole("dialog");
  await user.click(within(sure).getByRole("button", { name: "Відкликати прохання" }));
  expect(await screen.findByText("Прохання відкликано")).toBeTruthy();
  await waitFor(() => expect(screen.queryByText(/Ви попросили доступ/)).toBeNull());
});

it("a refusal is read with its reason where one asked", async () => {
  mockApi({
    ...around(aThread({})),
    [`GET /api/v1/groups/${GROUP_ID}`]: { ...GROUP, role: "member" },
    [`GET /api/v1/groups/${GROUP_ID}/announced-threads`]: {
      items: [
        card({
          allowed: [],
          request: request({
            state: "declined",
            answer: "Ідеться про інше",
            again_at: "2099-01-10T09:00:00Z",
            allowed: ["read"],
          }),
        }),
      ],
    },
  });
  renderApp(`/groups/${GROUP_ID}/threads`);
  expect(await screen.findByText("Ідеться про інше")).toBeTruthy();
  expect(screen.getByText(/Попросити ще раз можна з/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Попросити доступ/ })).toBeNull();
  expect(await axeViolations()).toEqual([]);
});

it("who leads sees who asks and why, and lets them in or says why not", async () => {
  const user = userEvent.setup();
  const thread = aThread({
    visibility: "restricted",
    announced: true,
    allowed: [...READER, "set_audience", "see_access"],
  });
  const sent: unknown[] = [];
  let waiting = [request({ allowed: ["read", "grant", "decline"] })];
  mockApi({
    ...around(thread),
    [`GET /api/v1/threads/${THREAD_ID}/access-requests`]: () => Response.json({ items: waiting }),
    [`POST /api/v1/access-requests/${REQUEST_ID}`]: async (asked: Request) => {
      sent.push(await asked.json());
      waiting = [];
      return Response.json(request({ state: "declined" }));
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  expect(await screen.findByText("Школа поруч")).toBeTruthy();
  expect(await axeViolations()).toEqual([]);
  await user.click(screen.getByRole("button", { name: /^Дати доступ: / }));
  expect(await screen.findByText(/Тема назве цю людину поіменно/)).toBeTruthy();
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: /^Відмовити: / }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByLabelText("Причина"), "Ідеться про інше");
  await user.click(within(dialog).getByRole("button", { name: "Відмовити" }));
  expect(await screen.findByText("Відповідь надіслано")).toBeTruthy();
  expect(sent).toEqual([{ to: "declined", reason: "Ідеться про інше" }]);
  expect(screen.queryByText("Школа поруч")).toBeNull();
});

it("what is written at the door stays there while it is asked anew whether it is closed", async () => {
  const user = userEvent.setup();
  let refused = false;
  let looks = 0;
  let goOn = () => {};
  const slow = new Promise<void>((done) => {
    goOn = done;
  });
  mockApi({
    ...around(aThread({})),
    [`GET /api/v1/threads/${THREAD_ID}`]: async () => {
      if (refused) {
        looks += 1;
        await slow;
      }
      return Response.json(REFUSED, { status: 403 });
    },
    [`GET /api/v1/threads/${THREAD_ID}/card`]: card(),
    [`POST /api/v1/threads/${THREAD_ID}/access-requests`]: () => {
      refused = true;
      return new ProblemResponse(422, "invalid", [
        { pointer: "/reason", code: "blank", message: "Поясніть докладніше." },
      ]);
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  await user.click(await screen.findByRole("button", { name: `Попросити доступ: ${TITLE.uk}` }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Чому вам потрібна ця тема"), "Школа поруч");
  await user.click(dialog.getByRole("button", { name: "Надіслати прохання" }));
  await waitFor(() => expect(looks).toBeGreaterThan(0));
  expect(await screen.findByText("Поясніть докладніше.")).toBeTruthy();
  expect(screen.getByDisplayValue("Школа поруч")).toBeTruthy();
  goOn();
  expect(await screen.findByDisplayValue("Школа поруч")).toBeTruthy();
});
