import { queryOptions } from "@tanstack/react-query";
import {
  getGroupAccess,
  getItemAccess,
  getMyGroupAccess,
  getMyItemAccess,
  getMyThreadAccess,
  getThreadAccess,
  postItemShares,
  postThreadShares,
} from "@/api/generated/sdk.gen";
import type { GuestShareInRequest } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { answered } from "@/api/unwrap";
import { keys, type Thing } from "./keys";

/** Everybody who sees a thing now, each with every reason. */
export const accessQuery = ({ kind, id }: Thing) =>
  queryOptions({
    queryKey: keys.access({ kind, id }),
    queryFn: async () => {
      const asked = {
        group: () => getGroupAccess({ path: { group_id: id } }),
        thread: () => getThreadAccess({ path: { thread_id: id } }),
        action: () => getItemAccess({ path: { action_id: id } }),
      };
      return (await answered(asked[kind]())).items;
    },
  });

/** Everybody who saw a thing by what is over, each with every such reason. */
export const accessBeforeQuery = ({ kind, id }: Thing) =>
  queryOptions({
    queryKey: keys.accessBefore({ kind, id }),
    queryFn: async () => {
      const query = { when: "before" as const };
      const asked = {
        group: () => getGroupAccess({ path: { group_id: id }, query }),
        thread: () => getThreadAccess({ path: { thread_id: id }, query }),
        action: () => getItemAccess({ path: { action_id: id }, query }),
      };
      return (await answered(asked[kind]())).items;
    },
  });

/** Why the reader sees it. */
export const myAccessQuery = ({ kind, id }: Thing) =>
  queryOptions({
    queryKey: keys.myAccess({ kind, id }),
    queryFn: async () => {
      const asked = {
        group: () => getMyGroupAccess({ path: { group_id: id } }),
        thread: () => getMyThreadAccess({ path: { thread_id: id } }),
        action: () => getMyItemAccess({ path: { action_id: id } }),
      };
      return (await answered(asked[kind]())).items;
    },
  });

/** What can be shared with a guest by itself. */
export type Shareable = Thing & { kind: "thread" | "action" };

export function shareWithGuest({ kind, id }: Shareable, body: GuestShareInRequest) {
  const headers = once();
  return kind === "thread"
    ? answered(postThreadShares({ path: { thread_id: id }, body, headers }))
    : answered(postItemShares({ path: { action_id: id }, body, headers }));
}
