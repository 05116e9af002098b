import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AccessRequestOut, AnnouncedThreadOut } from "@/api/generated/types.gen";
import { GROUP as TABLE } from "@/testing/group-samples";
import { BASE, OFFER, REQUEST } from "@/testing/joining-samples";
import { aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const WORDS = "Петро: 067 123 45 67";
const TITLE = { uk: "Охорона об’єкта", en: "Охорона об’єкта" };
const ASKED: AccessRequestOut = {
  id: "01900000-0000-7000-8000-0000000000c1",
  thread_id: THREAD_ID,
  asker: aVoice(),
  reason: "Школа поруч",
  state: "pending",
  asked_at: "2026-01-10T09:00:00Z",
  decided_at: null,
  decided_by: null,
  answer: "",
  again_at: null,
  allowed: ["read", "grant", "decline"],
};

setupPageTest();

/** Takes words only as they are meant, and notes what was sent. */
function careful<Out>(field: string, out: Out) {
  const sent: Record<string, unknown>[] = [];
  const place = { pointer: `/${field}`, code: "phone", message: "Схоже на номер телефону.", span: [7, 20] };
  const take = async (request: Request) => {
    const said: Record<string, unknown> = await request.json();
    sent.push(said);
    return said.confirmed ? out : new ProblemResponse(422, "personal_data", [place]);
  };
  return { sent, take };
}

const question = () => screen.findByRole("dialog", { name: "Схоже на персональні дані" });

/** First thinks better of it, and finds the words as they were; then means them. */
async function meanIt(again: () => Promise<void>, readers: RegExp) {
  expect(within(await question()).getByText(readers)).toBeTruthy();
  expect(within(await question()).getAllByText("067 123 45 67").length).toBeGreaterThan(0);
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(within(await question()).getByRole("button", { name: "Перефразувати" }));
  expect(await screen.findByDisplayValue(WORDS)).toBeTruthy();
  await again();
  await userEvent.click(within(await question()).getByRole("button", { name: "Усе одно надіслати" }));
}

const press = (name: string | RegExp) => async () =>
  userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name }));

it("why one asks for access is asked about", async () => {
  const { sent, take } = careful("reason", ASKED);
  const card: AnnouncedThreadOut = {
    ...{ id: THREAD_ID, group: { id: GROUP_ID, name: TABLE.name }, title: TITLE },
    ...{ facilitator: aVoice(), request: null, allowed: ["ask_for_access"] },
  };
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/threads/${THREAD_ID}`]: new ProblemResponse(403, "ask_for_access"),
    [`GET /api/v1/threads/${THREAD_ID}/card`]: card,
    [`POST /api/v1/threads/${THREAD_ID}/access-requests`]: take,
  });
  renderApp(`/threads/${THREAD_ID}`);
  await userEvent.click(await screen.findByRole("button", { name: `Попросити доступ: ${TITLE.uk}` }));
  await userEvent.type(await screen.findByLabelText("Чому вам потрібна ця тема"), WORDS);
  await press("Надіслати прохання")();
  await meanIt(press("Надіслати прохання"), /^Це прочитають ті, хто веде тему\./);
  expect(await screen.findByText(/Прохання надіслано/)).toBeTruthy();
  expect(sent).toEqual([{ reason: WORDS }, { reason: WORDS }, { reason: WORDS, confirmed: ["phone"] }]);
});

it("why somebody is not let in is asked about", async () => {
  const { sent, take } = careful("reason", { ...ASKED, state: "declined" });
  const restricted = { visibility: "restricted", announced: true } as const;
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: aThread({ ...restricted, allowed: ["read", "set_audience"] }),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
    [`GET /api/v1/threads/${THREAD_ID}/access-requests`]: { items: [ASKED] },
    [`POST /api/v1/access-requests/${ASKED.id}`]: take,
  });
  renderApp(`/threads/${THREAD_ID}`);
  await userEvent.click(await screen.findByRole("button", { name: /^Відмовити: / }));
  await userEvent.type(await screen.findByLabelText("Причина"), WORDS);
  await press("Відмовити")();
  await meanIt(press("Відмовити"), /зокрема в електронному листі/);
  expect(await screen.findByText("Відповідь надіслано")).toBeTruthy();
  expect(sent.at(-1)).toEqual({ to: "declined", reason: WORDS, confirmed: ["phone"] });
});

it.each([
  ["Прийняти", "Надати місце", /^Причина/, { to: "admitted", role: "member", document: "" }],
  ["Відмовити", "Відмовити", /^Причина/, { to: "declined" }],
])("what is answered to who asks for a seat is asked about: %s", async (begin, submit, label, rest) => {
  const { sent, take } = careful("reason", { ...REQUEST, state: "declined" });
  mockApi({ ...BASE, "POST /api/v1/join-requests/request-1": take });
  renderApp("/groups/group-1/joining");
  await userEvent.click(await screen.findByRole("button", { name: `${begin}: Лариса Гук` }));
  await userEvent.type(await screen.findByLabelText(label), WORDS);
  await press(submit)();
  await meanIt(press(submit), /зокрема в електронному листі/);
  await waitFor(() => expect(sent).toHaveLength(3));
  expect(sent[2]).toEqual({ ...rest, reason: WORDS, confirmed: ["phone"] });
});

it("what is said with a link is asked about, and nothing that was filled in is lost", async () => {
  const arrival = { group: OFFER.group, seated: false, lapsed: false, request: REQUEST };
  const { sent, take } = careful("words", arrival);
  mockApi({ ...BASE, "POST /api/v1/invitations/offer": OFFER, "POST /api/v1/invitations/use": take });
  renderApp("/join#secret-words");
  await userEvent.type(await screen.findByLabelText("Ваша посада"), "лікарка");
  await userEvent.type(screen.getByLabelText(/^Кілька слів про себе/), WORDS);
  const go = () => userEvent.click(screen.getByRole("button", { name: "Долучитися" }));
  await go();
  await meanIt(go, /фасилітатор групи й координатор громади/);
  expect(await screen.findByText("Прохання надіслано")).toBeTruthy();
  expect(sent).toHaveLength(3);
  expect(sent[2]).toMatchObject({ position: "лікарка", words: WORDS, confirmed: ["phone"] });
});

it("what is said with a new account is asked about before there is one", async () => {
  const arrival = { group: OFFER.group, seated: false, lapsed: false, request: REQUEST };
  const { sent, take } = careful("words", arrival);
  const proof = { email: "larysa@hospital.example", has_account: false };
  mockApi({
    ...BASE,
    "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
    "POST /api/v1/invitations/offer": { ...OFFER, for_address: true, proof },
    "POST /api/v1/invitations/sign-up": take,
    "GET /_allauth/browser/v1/config": {},
    "POST /_allauth/browser/v1/auth/login": {},
  });
  renderApp("/join#of-a-letter");
  await userEvent.type(await screen.findByLabelText("Ім’я та прізвище"), "Лариса Гук");
  await userEvent.type(screen.getByLabelText("Новий пароль"), "Вечір-біля-криниці-9");
  await userEvent.type(screen.getByLabelText("Ваша посада"), "лікарка");
  await userEvent.type(screen.getByLabelText(/^Кілька слів про себе/), WORDS);
  const go = () => userEvent.click(screen.getByRole("button", { name: "Створити запис і долучитися" }));
  await go();
  await meanIt(go, /фасилітатор групи й координатор громади/);
  await waitFor(() => expect(sent).toHaveLength(3));
  expect(sent[2]).toMatchObject({ name_uk: "Лариса Гук", words: WORDS, confirmed: ["phone"] });
});
