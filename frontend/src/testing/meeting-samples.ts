/** Meetings before they begin and while they run, and what their pages ask for. */
import type { AgendaItemOut, ItemNoteOut, MeetingOut, SeatAtMeeting } from "@/api/generated/types.gen";
import { CHARTER } from "./decision-samples";
import { POLICE } from "./members-samples";
import { GROUP_ID } from "./realtime-samples";
import { EMPTY_API, ME } from "./test-page";

const both = (uk: string) => ({ uk, en: "" });

export const MEETING_ID = "01900000-0000-7000-8000-0000000000e1";
export const MEETING_PATH = `/api/v1/meetings/${MEETING_ID}`;
export const MEETING_PAGE = `/meetings/${MEETING_ID}`;
export const MEETINGS_PAGE = `/groups/${GROUP_ID}/meetings`;

const HUB = { ...POLICE, id: "org-3", short_name: both("Хаб ВПО"), sector: "civil_society" as const };
const person = (id: string, uk: string) => ({ id, name: both(uk), gender: "feminine" as const });

const aSeat = (
  membership_id: string,
  who: SeatAtMeeting["person"],
  organisation: typeof POLICE | typeof HUB,
) =>
  ({
    ...{ membership_id, role: "member", person: who, organisation, position: both("") },
    ...{ answer: null, answered_at: null, is_present: false, checked_in_at: null, left_at: null },
    ...{ way: null, deputy: null },
  }) satisfies SeatAtMeeting;

export const OWN_SEAT: SeatAtMeeting = aSeat("seat-me", person(ME.id, "Юлія Ткаченко"), POLICE);
export const ALLA: SeatAtMeeting = aSeat("seat-alla", person("alla", "Алла Дорошенко"), HUB);

export const anItem = (
  position: number | null,
  title: string,
  more: Partial<AgendaItemOut> = {},
): AgendaItemOut => ({
  ...{ id: `item-${title}`, position, title, kind: "other", state: position ? "accepted" : "proposed" },
  ...{ is_restricted: false, is_hidden: false, thread_id: null, question_id: null, action_id: null },
  ...{ minutes: 20, started_at: null, ended_at: null, spent_seconds: 0, proposed_by: null },
  ...{ papers: [], decisions: [], speakers: [], notes: [], version: 1 },
  ...more,
});

export const aNote = (text: string, more: Partial<ItemNoteOut> = {}): ItemNoteOut => ({
  ...{ id: "note-1", item_id: "item-Укриття", kind: "listened", text, speaker_id: null },
  ...{ client_id: "client-1", author: null, at: "2029-12-08T13:30:00Z", version: 3 },
  ...more,
});

export const MEETING: MeetingOut = {
  id: MEETING_ID,
  group: { id: GROUP_ID, name: both("Безпека громади") },
  series_id: null,
  number: 21,
  title: both("Укриття й камери"),
  place: "Мала зала",
  video_url: "",
  starts_at: "2029-12-08T13:00:00Z",
  ends_at: "2029-12-08T14:30:00Z",
  state: "convened",
  reason: "",
  extraordinary: "",
  convened_at: "2029-11-20T13:00:00Z",
  started_at: null,
  ended_at: null,
  version: 4,
  chair: null,
  secretary: null,
  current_item_id: null,
  agenda: [anItem(1, "Доручення"), anItem(2, "Укриття"), anItem(null, "Шахраї")],
  seats: [OWN_SEAT, ALLA],
  quorum: { needed: 2, present: 0, sectors: [], is_met: false },
  mine: [OWN_SEAT.membership_id],
  allowed: ["read", "answer", "propose_item"],
  seq: 0,
};

export const SHELTERS = anItem(2, "Укриття", {
  started_at: "2029-12-08T13:23:00Z",
  notes: [aNote("обстежено 6 з 11 укриттів")],
});

/** The secretary and one other seat are there, at the second item. */
export const RUNNING: MeetingOut = {
  ...MEETING,
  state: "running",
  started_at: "2029-12-08T13:00:00Z",
  current_item_id: SHELTERS.id,
  agenda: [
    anItem(1, "Доручення", {
      ...{ state: "done", started_at: "2029-12-08T13:00:00Z", ended_at: "2029-12-08T13:23:00Z" },
      ...{ spent_seconds: 23 * 60 },
    }),
    SHELTERS,
    anItem(3, "Камери"),
  ],
  seats: [{ ...OWN_SEAT, is_present: true, checked_in_at: "2029-12-08T13:00:00Z" }, ALLA],
  quorum: { needed: 2, present: 1, sectors: [], is_met: false },
  allowed: ["read", "ask_floor", "check_in", "keep_floor", "record_presence", "write_note", "end"],
};

/** It is over, and its record is there. */
export const ENDED: MeetingOut = {
  ...RUNNING,
  state: "ended",
  ended_at: "2029-12-08T14:20:00Z",
  current_item_id: null,
  allowed: ["read", "record_presence", "write_note", "make_minutes"],
};

export function meetingApi(meeting: MeetingOut = MEETING) {
  return {
    ...EMPTY_API,
    "GET /api/v1/groups": { items: [], next_cursor: null },
    [`GET /api/v1/groups/${GROUP_ID}/charter`]: CHARTER,
    [`GET /api/v1/groups/${GROUP_ID}/meeting-series`]: { items: [] },
    [`GET /api/v1/groups/${GROUP_ID}/minutes`]: { items: [], next_cursor: null },
    [`GET ${MEETING_PATH}`]: meeting,
    [`GET ${MEETING_PATH}/agenda-suggestions`]: { items: [] },
    [`GET ${MEETING_PATH}/code`]: { code: "4719", until: "2099-01-01T00:00:00Z" },
  };
}
