import { queryOptions } from "@tanstack/react-query";
import { getMyData, getMyRequests, getRegister, getRegisteredRequest } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

const POLL_EXPORT_MS = 2000;

/** The reader's data, and the progress of its export; polled while an export is being prepared. */
export const myDataQuery = queryOptions({
  queryKey: keys.myData,
  queryFn: () => unwrap(getMyData()),
  refetchInterval: ({ state }) => {
    const now = state.data?.export?.state;
    return now === "waiting" || now === "working" ? POLL_EXPORT_MS : false;
  },
});

/** The reader's requests to the data protection officer, newest first. */
export const myRequestsQuery = pagedQuery(keys.myRequests, (cursor) => getMyRequests({ query: { cursor } }));

/** The officer's register of requests: open or closed ones. */
export function registerQuery(state: "open" | "closed") {
  return pagedQuery(keys.subjectRequestList(state), (cursor) => getRegister({ query: { cursor, state } }));
}

export function requestQuery(id: string) {
  return detailQuery(keys.subjectRequest(id), () => getRegisteredRequest({ path: { request_id: id } }));
}
