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
import { reserve, seed } from "./seed";

async function nullIfSignedOut<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    noteEnding((error as ApiProblem).code);
    return null;
  }
}

/** The account that is signed in, or null. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: () => nullIfSignedOut(unwrap(getMyAccount())),
  staleTime: Number.POSITIVE_INFINITY,
  // Sent also while the browser believes to be offline: only the failed request proves it.
  networkMode: "always",
  retry: false,
});

/** The account with the data of the shell, in one request on the first page of a visit. */
export const meOnPagesQuery = queryOptions({
  ...meQuery,
  queryFn: async ({ client }) => {
    for (const key of [keys.mandates, keys.myOffices, keys.today]) reserve(client, key);
    const found = await nullIfSignedOut(
      unwrap(getMyAccount({ query: { include: "mandates,offices,today" } })),
    );
    if (!found) return null;
    const { included, ...me } = found;
    seed(client, keys.mandates, included?.mandates?.items);
    seed(client, keys.myOffices, included?.offices?.items);
    seed(client, keys.today, included?.today);
    return me;
  },
});

/** The new address of the reader that is still to be confirmed, or null. */
export const emailChangeQuery = queryOptions({
  queryKey: keys.emailChange,
  queryFn: async () => (await unwrap(getMyEmailChange())).pending,
});

/** The notification preferences of the reader, and all possible choices. */
export const notificationPreferencesQuery = detailQuery(keys.notificationPreferences, () =>
  getMyNotificationPreferences(),
);

/** Notifications that were sent by e-mail and push, newest first. */
export const deliveriesQuery = pagedQuery(keys.deliveries, (cursor) =>
  getMyDeliveries({ query: { cursor, limit: 10 } }),
);

/** The push subscriptions of the reader, and the key for another one; without a key push is off. */
export const pushSubscriptionsQuery = queryOptions({
  queryKey: keys.pushSubscriptions,
  queryFn: async () => {
    const [list, { key }] = await Promise.all([unwrap(getMyPushSubscriptions()), unwrap(getMyPushKey())]);
    return { items: list.items, key };
  },
});

/** Whether this browser supports push, and whether it is subscribed. */
export const pushHereQuery = queryOptions({
  queryKey: keys.pushHere,
  queryFn: async () => (await import("@/lib/push")).pushHere(),
  networkMode: "always",
  staleTime: 0,
});

/** Whether the reader's calendar feed exists, and when it was last fetched. */
export const calendarFeedQuery = detailQuery(keys.calendarFeed, () => getMyCalendarFeed());

/** The mandates of the reader, with their groups. */
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
