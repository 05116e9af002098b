import type { QueryClient } from "@tanstack/react-query";
import {
  postMeetingCheckIn,
  postMeetingNotes,
  putMeetingAnswer,
  putMeetingPresence,
} from "@/api/generated/sdk.gen";
import type { ItemNoteOut, MeetingOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "@/queries/keys";
import type { OutgoingEntry, OutgoingNote } from "./items";

/** Return the meeting with a note at its item; the same note is not there twice. */
export function withNote(meeting: MeetingOut, note: ItemNoteOut): MeetingOut {
  const agenda = meeting.agenda.map((item) => {
    if (item.id !== note.item_id) return item;
    const notes = [...item.notes.filter(({ id }) => id !== note.id), note];
    return { ...item, notes: notes.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)) };
  });
  return { ...meeting, agenda };
}

/** Bring a note to the server, and show it as stored. */
async function sendNote(client: QueryClient, one: OutgoingNote): Promise<void> {
  const { note, meeting_id, client_id, at, confirmed } = one;
  const body = { ...note, client_id, at, ...(confirmed ? { confirmed } : {}) };
  const stored = await unwrap(postMeetingNotes({ path: { meeting_id }, body }));
  client.setQueryData<MeetingOut>(keys.meeting(meeting_id), (meeting) =>
    meeting ? withNote(meeting, stored) : meeting,
  );
}

/** Bring what concerns a seat to the server; return the meeting as it is by that. */
function sendSeat(one: Exclude<OutgoingEntry, OutgoingNote>): Promise<MeetingOut> {
  const { meeting_id, at } = one;
  if ("reply" in one) return unwrap(putMeetingAnswer({ path: { meeting_id }, body: one.reply }));
  if ("check_in" in one)
    return unwrap(postMeetingCheckIn({ path: { meeting_id }, body: { ...one.check_in, at } }));
  const { membership_id, ...body } = one.presence;
  return unwrap(putMeetingPresence({ path: { meeting_id, membership_id }, body: { ...body, at } }));
}

/** Bring what was entered at a meeting to the server, with the time of the entry, and show it as stored. */
export async function sendRecord(client: QueryClient, record: OutgoingEntry): Promise<void> {
  if ("note" in record) return sendNote(client, record);
  client.setQueryData(keys.meeting(record.meeting_id), await sendSeat(record));
  // A duty of Today may be done by that.
  if (!("presence" in record)) void client.invalidateQueries({ queryKey: keys.today });
}
