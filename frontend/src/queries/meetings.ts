import {
  getAgendaSuggestions,
  getGroupMeetingSeries,
  getGroupMeetings,
  getMeetingCode,
  getOneMeeting,
} from "@/api/generated/sdk.gen";
import type { CheckInCode } from "@/api/generated/types.gen";
import { keys, type MeetingFilter } from "./keys";
import { detailQuery, listQuery, pagedQuery } from "./query";

const PAGE = 50;

export const meetingQuery = (id: string) =>
  detailQuery(keys.meeting(id), () => getOneMeeting({ path: { meeting_id: id } }));

/** The meetings of a group, the latest first. */
export const groupMeetingsQuery = (groupId: string, filter: MeetingFilter) =>
  pagedQuery(keys.groupMeetings(groupId, filter), (cursor) =>
    getGroupMeetings({ path: { group_id: groupId }, query: { ...filter, limit: PAGE, cursor } }),
  );

/** By which rhythm a group meets. */
export const meetingSeriesQuery = (groupId: string) =>
  listQuery(keys.meetingSeries(groupId), () => getGroupMeetingSeries({ path: { group_id: groupId } }));

/** What could stand on the agenda. */
export const agendaSuggestionsQuery = (id: string) =>
  listQuery(keys.agendaSuggestions(id), () => getAgendaSuggestions({ path: { meeting_id: id } }));

/** How often it is looked whether there is a new code: at its end, but the clock of the device may be wrong. */
const CODE_WAIT_MS = { least: 2000, most: 30_000 };

/** The code that is shown in the room, then the next one. */
export const meetingCodeQuery = (id: string) => ({
  ...detailQuery(keys.meetingCode(id), () => getMeetingCode({ path: { meeting_id: id } }), { staleTime: 0 }),
  refetchInterval: ({ state: { data } }: { state: { data?: CheckInCode } }) => {
    const left = data ? Date.parse(data.until) - Date.now() : 0;
    return Math.min(Math.max(left, CODE_WAIT_MS.least), CODE_WAIT_MS.most);
  },
});
