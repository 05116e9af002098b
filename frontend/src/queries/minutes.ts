import {
  getGroupMinutes,
  getGroupPublicMinutes,
  getOneMeeting,
  getOneMinutes,
} from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, listQuery, pagedQuery } from "./query";

const PAGE = 50;

export const minutesQuery = (id: string) =>
  detailQuery(keys.minutes(id), () => getOneMinutes({ path: { minutes_id: id } }));

/** The meeting that minutes are of: its agenda names the items of their lines. */
export const meetingOfMinutesQuery = (id: string, meetingId: string) =>
  detailQuery(keys.meetingOfMinutes(id), () => getOneMeeting({ path: { meeting_id: meetingId } }));

/** The minutes of a group, the latest first. */
export const groupMinutesQuery = (groupId: string) =>
  pagedQuery(keys.groupMinutes(groupId), (cursor) =>
    getGroupMinutes({ path: { group_id: groupId }, query: { limit: PAGE, cursor } }),
  );

/** The minutes of one meeting: none, or one. */
export const minutesOfMeetingQuery = (groupId: string, meetingId: string) =>
  listQuery(keys.groupMinutes(groupId, meetingId), () =>
    getGroupMinutes({ path: { group_id: groupId }, query: { meeting_id: meetingId } }),
  );

/** The published minutes of a group with a public page, the last published first. */
export const publicMinutesQuery = (groupId: string) =>
  pagedQuery(keys.publicMinutesOf(groupId), (cursor) =>
    getGroupPublicMinutes({ path: { group_id: groupId }, query: { cursor } }),
  );
