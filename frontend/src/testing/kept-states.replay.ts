import { readFileSync } from "node:fs";
import { InfiniteQueryObserver, QueryClient, type QueryKey, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  actionQuery,
  chainQuery,
  checklistQuery,
  evidenceQuery,
  groupLadderQuery,
  historyQuery,
  remindersQuery,
  todayQuery,
} from "@/queries/actions";
import { accessRequestsQuery, announcedQuery } from "@/queries/announced";
import { emergenciesQuery } from "@/queries/break-glass";
import { charterQuery, decisionQuery, groupDecisionsQuery, threadDecisionsQuery } from "@/queries/decisions";
import { factorsQuery } from "@/queries/factors";
import { floorQuery, roundsQuery } from "@/queries/floor";
import { gistQuery } from "@/queries/gist";
import { coordinatedQuery, groupQuery, groupsQuery, membersQuery, threadsQuery } from "@/queries/groups";
import { identitiesQuery } from "@/queries/identities";
import { answersQuery, newsQuery } from "@/queries/inbox";
import { myJoinRequestsQuery } from "@/queries/joining";
import { emailChangeQuery, mandatesQuery, meQuery, sessionsQuery, tokensQuery } from "@/queries/me";
import { groupMeetingsQuery, meetingQuery, meetingSeriesQuery } from "@/queries/meetings";
import { groupMinutesQuery, minutesQuery } from "@/queries/minutes";
import { waitingReportsQuery } from "@/queries/moderation";
import { myDataQuery, myRequestsQuery, registerQuery } from "@/queries/privacy";
import { myOfficesQuery } from "@/queries/registers";
import { messagesQuery, readersQuery, stepsQuery, threadQuery } from "@/queries/threads";
import type { Frame } from "@/realtime/frames";
import { Realtime } from "@/realtime/realtime";
import { mockApi } from "./test-server";

interface Recorded {
  topic: string;
  kind: keyof typeof OPEN;
  id: string;
  person: string;
  before: Record<string, unknown>;
  steps: { frames: Frame[]; after: Record<string, unknown> }[];
}

/** What hangs on who somebody is. */
const OWN = [
  meQuery,
  mandatesQuery,
  factorsQuery,
  identitiesQuery,
  sessionsQuery,
  emailChangeQuery,
  tokensQuery,
  myDataQuery,
  myRequestsQuery,
  myJoinRequestsQuery,
  groupsQuery,
  todayQuery,
  answersQuery,
  newsQuery,
  coordinatedQuery,
  myOfficesQuery,
].map((query) => () => query);
const DESK = [...OWN, () => emergenciesQuery("all"), () => emergenciesQuery("open")];
const OPEN = {
  middle: [messagesQuery],
  planned: [groupLadderQuery],
  own: OWN,
  desk: DESK,
  officer: [...DESK, () => registerQuery("open")],
  mine: [threadQuery, () => todayQuery, () => groupsQuery],
  leads: [waitingReportsQuery],
  reminded: [actionQuery, remindersQuery],
  thread: [threadQuery, messagesQuery, readersQuery, stepsQuery, gistQuery, floorQuery, roundsQuery],
  group: [groupQuery, threadsQuery, announcedQuery, membersQuery, () => groupsQuery, () => todayQuery],
  asker: [announcedQuery],
  leader: [accessRequestsQuery],
  decision: [decisionQuery, () => todayQuery],
  meeting: [meetingQuery, () => todayQuery],
  minutes: [minutesQuery, () => todayQuery],
  decided: [threadDecisionsQuery],
  agreed: [
    (id: string) => groupDecisionsQuery(id, {}),
    (id: string) => groupMeetingsQuery(id, {}),
    meetingSeriesQuery,
    groupMinutesQuery,
    charterQuery,
    () => todayQuery,
  ],
  action: [actionQuery, evidenceQuery, remindersQuery, checklistQuery, historyQuery, chainQuery],
};
/** What is said is shown without a question to the server. */
const SAID = /^dialogue\.(message_(posted|edited|withdrawn|hidden)|reaction_changed|support_changed)$/;
const LATER = 1000;

const all: Recorded[] = JSON.parse(readFileSync(process.env.RECORDED ?? "", "utf8"));

// biome-ignore lint/suspicious/noExplicitAny: what is compared is whatever the server gives
type Query = { queryKey: QueryKey; queryFn: any };

const observe = (client: QueryClient, query: Query) =>
  "initialPageParam" in query
    ? new InfiniteQueryObserver(client, query as never)
    : new QueryObserver(client, query);

function page({ kind, id, topic, person }: Recorded) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const queries = OPEN[kind].map((query) => query(id) as unknown as Query);
  const stops = queries.map((query) => observe(client, query).subscribe(() => undefined));
  const realtime = new Realtime(client, { onRevoked: () => undefined, onHeard: () => undefined });
  realtime.speakThrough({ say: () => true }, person);
  realtime.hear(topic);
  const close = () => {
    for (const stop of stops) stop();
    client.clear();
  };
  return { client, queries, realtime, close };
}

/** A row of a list names the place of a topic that the list does not hear. */
const words = (state: unknown) =>
  JSON.parse(JSON.stringify(state ?? null, (name, value) => (name === "seq" ? undefined : value)));

/** What the server recorded itself. */
function answer(states: Record<string, unknown>) {
  const answers = Object.entries(states).map(([path, state]) => [`GET /api/v1/${path}`, state]);
  return mockApi(Object.fromEntries(answers) as object);
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());
async function settle() {
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(LATER);
}

describe.each(all.map((one, nth) => [`${one.topic} ${nth}`, one] as const))("%s", (_name, recorded) => {
  it(recorded.steps.flatMap(({ frames }) => frames.map(({ kind }) => kind)).join(" "), async () => {
    answer(recorded.before);
    const open = page(recorded);
    await settle();
    for (const { frames, after } of recorded.steps) {
      const kinds = frames.map(({ kind }) => kind).join(" ");
      const { asked } = answer(after);
      for (const frame of frames) open.realtime.take(frame);
      await settle();
      const loads = asked.filter((one) => /\/(messages|threads)(\?|$)/.test(one));
      if (frames.every(({ kind }) => SAID.test(kind))) expect(loads, kinds).toEqual([]);
      const kept = open.queries.map(({ queryKey }) => open.client.getQueryData(queryKey));
      const fresh = page(recorded);
      await settle();
      for (const [nth, { queryKey }] of open.queries.entries()) {
        const loaded = fresh.client.getQueryData(queryKey);
        expect(words(kept[nth]), `${kinds}: ${JSON.stringify(queryKey)}`).toEqual(words(loaded));
      }
      fresh.close();
    }
    open.close();
  });
});
