import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getMyData, getMyRequests, getRegister, getRegisteredRequest } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

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
export const myRequestsQuery = infiniteQueryOptions({
  queryKey: keys.myRequests,
  queryFn: ({ pageParam }) => unwrap(getMyRequests({ query: { cursor: pageParam } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** The officer's register: what is open, or what is closed. */
export function registerQuery(state: "open" | "closed") {
  return infiniteQueryOptions({
    queryKey: keys.subjectRequestList(state),
    queryFn: ({ pageParam }) => unwrap(getRegister({ query: { cursor: pageParam, state } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function requestQuery(id: string) {
  return queryOptions({
    queryKey: keys.subjectRequest(id),
    queryFn: () => unwrap(getRegisteredRequest({ path: { request_id: id } })),
  });
}
