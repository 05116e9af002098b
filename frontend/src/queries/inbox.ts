import { getNotifications } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** Everything that the reader was told, newest first. */
export const inboxQuery = pagedQuery(keys.inbox, (cursor) => getNotifications({ query: { cursor } }));
