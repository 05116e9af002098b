import type { AgendaItemOut, MeetingOut } from "@/api/generated/types.gen";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

export interface AgendaLine {
  item: AgendaItemOut;
  /** When it began, or begins by what is known now. */
  at: number;
  /** For how long it was the current one. */
  seconds: number;
}

interface AgendaClock {
  lines: AgendaLine[];
  /** How much later than planned the meeting ends, in minutes; less than 0 where it is ahead. */
  late: number;
}

const planned = ({ minutes }: AgendaItemOut) => (minutes ?? 0) * MINUTE_MS;

/** Return for how long an item was the current one. */
function spentOn({ started_at, ended_at, spent_seconds }: AgendaItemOut, now: number): number {
  const runs = started_at !== null && ended_at === null;
  return spent_seconds + (runs ? Math.max(0, Math.floor((now - Date.parse(started_at)) / SECOND_MS)) : 0);
}

/** Return when an item ends that begins at a moment: one that has used its time goes on now. */
function endOf(item: AgendaItemOut, at: number, now: number): number {
  if (item.ended_at !== null) return Date.parse(item.ended_at);
  if (item.started_at === null) return at + planned(item);
  return Math.max(now, now + planned(item) - spentOn(item, now) * SECOND_MS);
}

/** Return what is on the agenda, in its order. */
export function listItems({ agenda }: Pick<MeetingOut, "agenda">): AgendaItemOut[] {
  return agenda
    .filter(({ position }) => position !== null)
    .toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0));
}

/** Return the agenda in its order with the times that now follow from the delay. */
export function layOutAgenda(meeting: Pick<MeetingOut, "agenda" | "starts_at" | "started_at">, now: number) {
  const start = Date.parse(meeting.starts_at);
  let [end, plan] = [meeting.started_at ? Date.parse(meeting.started_at) : start, start];
  const lines: AgendaLine[] = [];
  for (const item of listItems(meeting)) {
    const at = item.started_at ? Date.parse(item.started_at) : end;
    lines.push({ item, at, seconds: spentOn(item, now) });
    if (item.state === "postponed") continue;
    plan += planned(item);
    end = Math.max(end, endOf(item, at, now));
  }
  return { lines, late: Math.round((end - plan) / MINUTE_MS) } satisfies AgendaClock;
}

/** `1:42` */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export interface Floor {
  /** Who has it, and who waits for it, in the order of the list. */
  speaking: AgendaItemOut["speakers"][number] | undefined;
  waiting: AgendaItemOut["speakers"];
}

export function floorOf({ speakers }: AgendaItemOut): Floor {
  const open = speakers.filter(({ ended_at }) => ended_at === null);
  return {
    speaking: open.find(({ began_at }) => began_at !== null),
    waiting: open.filter(({ began_at }) => began_at === null),
  };
}

/** Return for how many seconds the seats of each sector have spoken at an item. */
export function spokenBySector(item: AgendaItemOut, seats: MeetingOut["seats"], now: number) {
  const spoken = new Map<MeetingOut["seats"][number]["organisation"]["sector"], number>();
  for (const { membership_id, began_at, ended_at } of item.speakers) {
    const seat = seats.find((one) => one.membership_id === membership_id);
    if (!seat || began_at === null) continue;
    const until = ended_at === null ? now : Date.parse(ended_at);
    const seconds = Math.max(0, Math.floor((until - Date.parse(began_at)) / SECOND_MS));
    const { sector } = seat.organisation;
    spoken.set(sector, (spoken.get(sector) ?? 0) + seconds);
  }
  return spoken;
}
