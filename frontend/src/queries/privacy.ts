import { queryOptions } from "@tanstack/react-query";
import { getMyData, getMyRequests, getRegister, getRegisteredRequest } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

const ASK_AGAIN_MS = 2000;

/** What is held about the reader, and how far the copy of it is. While one is gathered, it is asked again. */
export const myDataQuery = queryOptions({
  queryKey: keys.myData,
  queryFn: () => unwrap(getMyData()),
  refetchInterval: ({ state }) => {
    const now = state.data?.export?.state;
    return now === "waiting" || now === "working" ? ASK_AGAIN_MS : false;
  },
});

/** What the reader has asked the officer for, newest first. */
export const myRequestsQuery = pagedQuery(keys.myRequests, (cursor) => getMyRequests({ query: { cursor } }));

/** The officer's register: what is open, or what is closed. */
export function registerQuery(state: "open" | "closed") {
  return pagedQuery(keys.subjectRequestList(state), (cursor) => getRegister({ query: { cursor, state } }));
}

export function requestQuery(id: string) {
  return detailQuery(keys.subjectRequest(id), () => getRegisteredRequest({ path: { request_id: id } }));
}
