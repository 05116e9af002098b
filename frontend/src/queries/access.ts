import { queryOptions } from "@tanstack/react-query";
import {
  getDossierAccess,
  getGroupAccess,
  getItemAccess,
  getMyDossierAccess,
  getMyGroupAccess,
  getMyItemAccess,
  getMyThreadAccess,
  getThreadAccess,
  postDossierShares,
  postItemShares,
  postThreadShares,
} from "@/api/generated/sdk.gen";
import type { GuestShareInRequest } from "@/api/generated/types.gen";
import type { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { type EntityRef, keys } from "./keys";

/** People with access to an entity now, each with all reasons. */
export const accessQuery = ({ kind, id }: EntityRef) =>
  queryOptions({
    queryKey: keys.access({ kind, id }),
    queryFn: async () => {
      const asked = {
        group: () => getGroupAccess({ path: { group_id: id } }),
        thread: () => getThreadAccess({ path: { thread_id: id } }),
        action: () => getItemAccess({ path: { action_id: id } }),
        dossier: () => getDossierAccess({ path: { dossier_id: id } }),
      };
      return (await unwrap(asked[kind]())).items;
    },
  });

/** People with former access to an entity, each with all reasons that have ended. */
export const accessBeforeQuery = ({ kind, id }: EntityRef) =>
  queryOptions({
    queryKey: keys.accessBefore({ kind, id }),
    queryFn: async () => {
      const query = { when: "before" as const };
      const asked = {
        group: () => getGroupAccess({ path: { group_id: id }, query }),
        thread: () => getThreadAccess({ path: { thread_id: id }, query }),
        action: () => getItemAccess({ path: { action_id: id }, query }),
        dossier: () => getDossierAccess({ path: { dossier_id: id }, query }),
      };
      return (await unwrap(asked[kind]())).items;
    },
  });

/** The reasons for which the reader has access to an entity. */
export const myAccessQuery = ({ kind, id }: EntityRef) =>
  queryOptions({
    queryKey: keys.myAccess({ kind, id }),
    queryFn: async () => {
      const asked = {
        group: () => getMyGroupAccess({ path: { group_id: id } }),
        thread: () => getMyThreadAccess({ path: { thread_id: id } }),
        action: () => getMyItemAccess({ path: { action_id: id } }),
        dossier: () => getMyDossierAccess({ path: { dossier_id: id } }),
      };
      return (await unwrap(asked[kind]())).items;
    },
  });

/** An entity that can be shared with a guest by itself. */
export type Shareable = EntityRef & { kind: "thread" | "action" | "dossier" };

export function shareWithGuest(
  { kind, id }: Shareable,
  body: GuestShareInRequest,
  headers: ReturnType<typeof idempotencyKey>,
) {
  const sent = {
    thread: () => postThreadShares({ path: { thread_id: id }, body, headers }),
    action: () => postItemShares({ path: { action_id: id }, body, headers }),
    dossier: () => postDossierShares({ path: { dossier_id: id }, body, headers }),
  };
  return unwrap(sent[kind]());
}
