import { queryOptions } from "@tanstack/react-query";
import {
  getDemoSignIns,
  getMyAccount,
  getMyCalendarFeed,
  getMyDeliveries,
  getMyEmailChange,
  getMyMandates,
  getMyNotificationPreferences,
  getMyPushKey,
  getMyPushSubscriptions,
  getMySessions,
  getScopes,
  getTokens,
} from "@/api/generated/sdk.gen";
import { type ApiProblem, isSignedOut } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { noteEnding } from "@/lib/session-ending";
import { keys } from "./keys";
import { detailQuery, listQuery, pagedQuery } from "./query";
import { makeRoom, seed } from "./seed";

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    noteEnding((error as ApiProblem).code);
    return null;
  }
}

/** The person who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: () => orNull(unwrap(getMyAccount())),
  staleTime: Number.POSITIVE_INFINITY,
  // Asked also when the browser thinks that there is no line: only so is it known to be silent.
  networkMode: "always",
  retry: false,
});

/** The same, with what is around every page of theirs: one request for all, where they come first. */
export const meOnPagesQuery = queryOptions({
  ...meQuery,
  queryFn: async ({ client }) => {
    for (const key of [keys.mandates, keys.myOffices, keys.today]) makeRoom(client, key);
    const found = await orNull(unwrap(getMyAccount({ query: { include: "mandates,offices,today" } })));
    if (!found) return null;
    const { included, ...me } = found;
    seed(client, keys.mandates, included?.mandates?.items);
    seed(client, keys.myOffices, included?.offices?.items);
    seed(client, keys.today, included?.today);
    return me;
  },
});

/** Another address of the reader that waits to be confirmed; null when none does. */
export const emailChangeQuery = queryOptions({
  queryKey: keys.emailChange,
  queryFn: async () => (await unwrap(getMyEmailChange())).pending,
});

/** What the reader chose about notifications, and everything that can be chosen. */
export const notificationPreferencesQuery = detailQuery(keys.notificationPreferences, () =>
  getMyNotificationPreferences(),
);

/** What went to the reader by mail and to devices, newest first. */
export const deliveriesQuery = pagedQuery(keys.deliveries, (cursor) =>
  getMyDeliveries({ query: { cursor, limit: 10 } }),
);

/** To which browsers the reader's news is pushed, and the key for one more; without a key nothing is pushed. */
export const pushSubscriptionsQuery = queryOptions({
  queryKey: keys.pushSubscriptions,
  queryFn: async () => {
    const [list, { key }] = await Promise.all([unwrap(getMyPushSubscriptions()), unwrap(getMyPushKey())]);
    return { items: list.items, key };
  },
});

/** What this browser can do about pushes, and whether it takes them. */
export const pushHereQuery = queryOptions({
  queryKey: keys.pushHere,
  queryFn: async () => (await import("@/lib/push")).pushHere(),
  networkMode: "always",
  staleTime: 0,
});

/** Whether the reader's calendar has an address, and when a program last came to it. */
export const calendarFeedQuery = detailQuery(keys.calendarFeed, () => getMyCalendarFeed());

/** In whose name the reader may act, and where. */
export const mandatesQuery = listQuery(keys.mandates, () => getMyMandates(), { staleTime: 5 * 60_000 });

export const sessionsQuery = listQuery(keys.sessions, () => getMySessions());

export const tokensQuery = listQuery(keys.tokens, () => getTokens());

export const scopesQuery = listQuery(keys.scopes, () => getScopes(), { staleTime: Number.POSITIVE_INFINITY });

/** People of the demo community; none where the demo is not offered. */
export const demoSignInsQuery = queryOptions({
  queryKey: keys.demoSignIns,
  queryFn: async () => (await unwrap(getDemoSignIns())).items,
  staleTime: Number.POSITIVE_INFINITY,
});
