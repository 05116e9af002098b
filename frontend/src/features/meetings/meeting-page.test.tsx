import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { MeetingOut } from "@/api/generated/types.gen";
import { markOffline, markOnline } from "@/lib/online";
import { DECISION, DECISION_PATH } from "@/testing/decision-samples";
import { chooseFromMenu } from "@/testing/forms";
import {
  ALLA,
  aNote,
  anItem,
  ENDED,
  MEETING,
  MEETING_PAGE,
  MEETING_PATH,
  meetingApi,
  OWN_SEAT,
  RUNNING,
  SHELTERS,
} from "@/testing/meeting-samples";
import { PATH as GROUP_PATH, MEMBER } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();
afterEach(() => act(() => markOnline()));

/** A wide screen does not change. */
const QUIET = { addEventListener: () => undefined, removeEventListener: () => undefined };

type Answers = Record<string, unknown>;
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));
const bodies: unknown[] = [];
/** What the server has; a change that was taken takes its place. */
let kept: MeetingOut;
const taken = (answer: unknown) => async (request: Request) => {
  bodies.push(await request.json());
  kept = answer as MeetingOut;
  return answer;
};

async function open(meeting: MeetingOut, answers: Answers = {}) {
  bodies.length = 0;
  kept = meeting;
  mockApi({ ...meetingApi(meeting), [`GET ${MEETING_PATH}`]: () => kept, ...answers } as never);
  renderApp(MEETING_PAGE);
  await storeOpened();
  await screen.findByRole("heading", { level: 1, name: "Засідання № 21" });
}

describe("before the meeting", () => {
  it("one honey button asks whether the reader comes", async () => {
    const answered = { ...MEETING, seats: [{ ...OWN_SEAT, answer: "by_video" }, ALLA] };
    await open(MEETING, { [`PUT ${MEETING_PATH}/answer`]: taken(answered) });
    expect(screen.getByRole("heading", { name: "Ви прийдете?" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await press("Буду на відеозв’язку");
    await screen.findByRole("heading", { name: "Ваша відповідь" });
    await waitFor(() => expect(bodies).toHaveLength(1));
    expect(bodies).toEqual([{ membership_id: OWN_SEAT.membership_id, answer: "by_video" }]);
  });

  it("who leads moves an item with the minutes of all", async () => {
    const path = `PUT ${MEETING_PATH}/agenda`;
    await open({ ...MEETING, allowed: [...MEETING.allowed, "order_agenda"] }, { [path]: taken(MEETING) });
    await press("Нижче: 1. Доручення");
    await waitFor(() =>
      expect(bodies).toEqual([
        {
          items: [
            { id: "item-Укриття", minutes: 20 },
            { id: "item-Доручення", minutes: 20 },
          ],
        },
      ]),
    );
  });

  it("an item that is moved keeps the focus on its arrow, also at the end", async () => {
    const leads: MeetingOut = { ...MEETING, allowed: [...MEETING.allowed, "order_agenda"] };
    const moved = { ...leads, agenda: [anItem(1, "Укриття"), anItem(2, "Доручення")] };
    await open(leads, { [`PUT ${MEETING_PATH}/agenda`]: taken(moved) });
    await press("Нижче: 1. Доручення");
    const arrow = await screen.findByRole("button", { name: "Нижче: 2. Доручення" });
    expect(document.activeElement).toBe(arrow);
    expect(arrow.getAttribute("aria-disabled")).toBe("true");
    await userEvent.click(arrow);
    expect(bodies).toHaveLength(1);
  });

  it("an order that somebody else was quicker to change is shown beside one’s own", async () => {
    const theirs = { ...MEETING, version: 9, allowed: [...MEETING.allowed, "order_agenda" as const] };
    theirs.agenda = [anItem(1, "Камери"), anItem(2, "Доручення"), anItem(3, "Укриття")];
    const versions: unknown[] = [];
    await open(
      { ...theirs, agenda: MEETING.agenda, version: 4 },
      {
        [`PUT ${MEETING_PATH}/agenda`]: async (request: Request) => {
          versions.push(request.headers.get("If-Match"));
          bodies.push(await request.json());
          kept = theirs;
          return versions.length === 1 ? new ProblemResponse(412, "stale") : theirs;
        },
      },
    );
    await press("Нижче: 1. Доручення");
    const asked = within(await screen.findByRole("alert"));
    expect(asked.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "1. Укриття",
      "2. Доручення",
      "3. Камери",
    ]);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "Лишити мій порядок" }));
    await waitFor(() => expect(versions).toEqual(['"4"', '"9"']));
    const ids = (bodies[1] as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(ids).toEqual(["item-Укриття", "item-Доручення", "item-Камери"]);
  });

  it("with less notice than the charter demands a reason is needed", async () => {
    const soon = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const planned: MeetingOut = {
      ...MEETING,
      state: "planned",
      starts_at: soon,
      allowed: ["read", "convene"],
    };
    await open(planned, { [`POST ${MEETING_PATH}/transitions`]: taken(MEETING) });
    await press("Скликати");
    const dialog = within(await screen.findByRole("dialog", { name: "Скликати засідання?" }));
    const reason = await dialog.findByLabelText("Чому позачергове");
    await userEvent.click(dialog.getByRole("button", { name: "Скликати" }));
    expect(dialog.getByText("Напишіть, чому засідання позачергове")).toBeDefined();
    await userEvent.type(reason, "Обстріл");
    await userEvent.click(dialog.getByRole("button", { name: "Скликати" }));
    await waitFor(() => expect(bodies).toEqual([{ to: "convened", reason: "Обстріл" }]));
  });
});

describe("while it runs", () => {
  it("the desk says that there is no quorum, and what is at which time", async () => {
    vi.stubGlobal("matchMedia", (media: string) => ({ matches: true, media, ...QUIET }));
    await open(RUNNING);
    expect(screen.getByText("Кворуму немає.")).toBeDefined();
    expect(screen.getByRole("button", { name: "Ухвалили" })).toHaveProperty("disabled", true);
    expect(await screen.findByText("4719")).toBeDefined();
    expect(screen.getByRole("button", { name: "Далі: 3. Камери" })).toBeDefined();
    expect(screen.getByText("23 хв із 20")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("the code fills the whole screen for a hall", async () => {
    vi.stubGlobal("matchMedia", (media: string) => ({ matches: true, media, ...QUIET }));
    Object.assign(document, { fullscreenEnabled: true });
    const fill = vi.fn();
    HTMLElement.prototype.requestFullscreen = fill;
    await open(RUNNING);
    await press("На весь екран");
    expect(fill.mock.contexts[0]).toHaveProperty("textContent", expect.stringContaining("4719"));
  });

  it("the phone has tabs: who is here, the plan, the notes", async () => {
    await open(RUNNING);
    await press("Хто тут");
    expect(screen.getByRole("img", { name: "Присутні 1 із 2, кворуму немає" })).toBeDefined();
    expect(screen.getByRole("button", { name: "Позначити тут: Алла Дорошенко" })).toBeDefined();
    await press("Записи");
    expect(screen.getByText("обстежено 6 з 11 укриттів")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("the secretary takes back a check-in that was a mistake", async () => {
    await open(RUNNING, {
      [`DELETE ${MEETING_PATH}/seats/${OWN_SEAT.membership_id}`]: () => {
        kept = { ...RUNNING, seats: [OWN_SEAT, ALLA] };
        return kept;
      },
    });
    await press("Хто тут");
    await chooseFromMenu("Ще: Юлія Ткаченко", "Позначили помилково: зняти…");
    await press("Зняти позначку");
    expect(await screen.findByRole("button", { name: "Позначити тут: Юлія Ткаченко" })).toBeDefined();
  });

  it("the secretary checks in the deputy, whom the seat has announced or not", async () => {
    const announced = { ...ALLA, answer: "deputy" as const };
    const here = { ...RUNNING, seats: [OWN_SEAT, announced] };
    await open(here, {
      [`PUT ${MEETING_PATH}/seats/${ALLA.membership_id}`]: taken(here),
      [`PUT ${MEETING_PATH}/seats/${OWN_SEAT.membership_id}`]: taken(here),
    });
    await press("Хто тут");
    await press("Позначити на відеозв’язку: Алла Дорошенко");
    await waitFor(() => expect(bodies).toMatchObject([{ way: "video", by_deputy: true }]));
    await chooseFromMenu("Ще: Юлія Ткаченко", "Тут заступник");
    await waitFor(() => expect(bodies[1]).toMatchObject({ way: "secretary", by_deputy: true }));
  });

  it("whoever is here checks in by four digits", async () => {
    const here = { ...RUNNING, seats: [OWN_SEAT, ALLA] };
    await open(here, { [`POST ${MEETING_PATH}/check-ins`]: taken(RUNNING) });
    await userEvent.type(screen.getByLabelText("Код"), "4719");
    await press("Позначити присутність");
    await screen.findByText(/^Вашу присутність позначено/);
    expect(bodies).toMatchObject([{ code: "4719", membership_id: OWN_SEAT.membership_id }]);
  });

  it("opens a decision for a week where the draft names no day", async () => {
    const draft = { ...DECISION, state: "draft", closes_at: null, allowed: ["read", "open"] };
    const item = {
      ...SHELTERS,
      id: "item-2",
      decisions: [{ id: DECISION.id, title: DECISION.title, state: "draft" }],
    };
    const path = `${MEETING_PATH}/agenda/${item.id}/decisions/${DECISION.id}/transitions`;
    await open({ ...RUNNING, current_item_id: item.id, agenda: [item] } as MeetingOut, {
      [`GET ${DECISION_PATH}`]: draft,
      [`POST ${path}`]: taken(RUNNING),
    });
    await press("Почати збирати відповіді");
    const closes_at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    await waitFor(() => expect(bodies).toEqual([{ to: "open", closes_at }]));
  });

  it("takes an item as hidden where only readers of its thread may read it", async () => {
    const hidden = { ...SHELTERS, title: null, is_hidden: true, notes: [] };
    await open({ ...RUNNING, agenda: [hidden] });
    expect(screen.getByRole("heading", { name: "2. Питання закритої теми" })).toBeDefined();
    expect(screen.queryByRole("form", { name: "Запис до протоколу" })).toBeNull();
  });

  it("a note that somebody else has changed is shown beside one’s own", async () => {
    const theirs = aNote("обстежено 7 укриттів", { version: 4 });
    await open(RUNNING, {
      [`PATCH ${MEETING_PATH}/notes/note-1`]: () => {
        kept = { ...RUNNING, agenda: [{ ...SHELTERS, notes: [theirs] }] };
        return new ProblemResponse(412, "stale");
      },
    });
    await press("Змінити запис: обстежено 6 з 11 укриттів");
    const dialog = within(await screen.findByRole("dialog", { name: "Змінити запис" }));
    await userEvent.type(dialog.getByLabelText("Текст"), "!");
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await dialog.findByText("обстежено 7 укриттів")).toBeDefined();
    expect((dialog.getByLabelText("Ваш текст") as HTMLTextAreaElement).value).toBe(
      "обстежено 6 з 11 укриттів!",
    );
    expect(dialog.getByRole("button", { name: "Лишити мій текст" })).toBeDefined();
  });
});

describe("after the meeting", () => {
  const MINUTES = { id: "minutes-7", number: 7, year: 2029, state: "remarks", version: 1 };
  const LIST = `GET ${GROUP_PATH}/minutes`;

  it("whoever may makes the minutes, which two different people sign", async () => {
    const lead = {
      ...MEMBER,
      id: "lead",
      mandate_id: "mandate-lead",
      role: "facilitator",
      person: ALLA.person,
    };
    await open(ENDED, {
      [`GET ${GROUP_PATH}/members`]: { items: [lead, MEMBER] },
      [`POST ${MEETING_PATH}/minutes`]: async (request: Request) => {
        bodies.push(await request.json());
        return new ProblemResponse(409, "minutes_exist");
      },
    });
    expect(await axeViolations()).toEqual([]);
    await press("Скласти протокол");
    const dialog = within(await screen.findByRole("dialog", { name: "Скласти протокол" }));
    await userEvent.click(dialog.getByRole("button", { name: "Скласти протокол" }));
    expect(await dialog.findByText("Виберіть, хто вів протокол")).toBeDefined();
    await userEvent.click(dialog.getByRole("combobox", { name: "Хто вів протокол" }));
    const [, second] = screen.getAllByRole("option", { name: /Олег Мороз/, hidden: true });
    await userEvent.click(second as Element);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Скласти протокол" }));
    await waitFor(() => expect(bodies).toEqual([{ chair_id: "mandate-lead", secretary_id: "mandate-1" }]));
  });

  it("the minutes are one press away, with how far they are", async () => {
    await open(ENDED, { [LIST]: { items: [MINUTES], next_cursor: null } });
    const link = await screen.findByRole("link", { name: "№ 7 за 2029 рік" });
    expect(link.getAttribute("href")).toBe("/minutes/minutes-7");
    expect(screen.getByText("Збираємо зауваження")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Скласти протокол" })).toBeNull();
  });
});

it("without a line the record goes on, and is sent once with its time", async () => {
  let cut = true;
  await open(RUNNING, {
    [`POST ${MEETING_PATH}/notes`]: async (request: Request) => {
      if (cut) throw new TypeError("no line");
      const body = (await request.json()) as { text: string; at: string; client_id: string };
      bodies.push(body);
      const note = aNote(body.text, { ...body, id: "note-2" });
      kept = { ...RUNNING, agenda: [{ ...SHELTERS, notes: [...SHELTERS.notes, note] }] };
      return note;
    },
  });
  act(() => markOffline());
  const form = within(screen.getByRole("form", { name: "Запис до протоколу" }));
  await userEvent.click(form.getByRole("button", { name: "Виступили" }));
  await userEvent.type(form.getByLabelText("Текст"), "двоє на вході");
  await userEvent.click(form.getByRole("button", { name: /^Записати/ }));
  expect(await screen.findByText("Чекає зв’язку")).toBeDefined();
  expect(screen.getByText(/стан на/)).toBeDefined();
  expect(screen.getByText("Немає зв’язку: про слово попросіть рукою.")).toBeDefined();
  cut = false;
  act(() => markOnline());
  await waitFor(() => expect(screen.queryByText(/Чекає зв’язку|Надсилаємо/)).toBeNull());
  expect(screen.getByText("двоє на вході")).toBeDefined();
  expect(bodies).toMatchObject([{ kind: "spoke", text: "двоє на вході", item_id: SHELTERS.id }]);
});
