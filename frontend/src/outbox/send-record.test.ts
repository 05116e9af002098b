import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import type { MeetingOut } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import { ALLA, aNote, MEETING_ID, MEETING_PATH, RUNNING, SHELTERS } from "@/testing/meeting-samples";
import { mockApi } from "@/testing/test-server";
import { sendRecord, withNote } from "./send-record";

const PLACE = { client_id: "c1", meeting_id: MEETING_ID, group_id: "g", refusal: null };
const AT = "2029-12-08T13:25:00Z";

it("puts a note by its time into its item, once however often it comes", () => {
  const late = aNote("раніше", { id: "note-2", at: AT });
  const twice = withNote(withNote(RUNNING, late), late);
  const texts = twice.agenda.find(({ id }) => id === SHELTERS.id)?.notes.map(({ text }) => text);
  expect(texts).toEqual(["раніше", "обстежено 6 з 11 укриттів"]);
});

it("brings who came with the time of the entry", async () => {
  const client = new QueryClient();
  const bodies: unknown[] = [];
  const changed: MeetingOut = { ...RUNNING, version: 5 };
  mockApi({
    [`PUT ${MEETING_PATH}/seats/${ALLA.membership_id}`]: async (request: Request) => {
      bodies.push(await request.json());
      return changed;
    },
  } as never);
  const presence = { membership_id: ALLA.membership_id, is_present: true, way: "video" as const };
  await sendRecord(client, { ...PLACE, presence, at: AT, written_at: AT });
  expect(bodies).toEqual([{ is_present: true, way: "video", at: AT }]);
  expect(client.getQueryData(keys.meeting(MEETING_ID))).toEqual(changed);
});
