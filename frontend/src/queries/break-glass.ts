import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  getDossierEmergencies,
  getItemEmergencies,
  getOneRequest,
  getRequests,
  getThreadEmergencies,
} from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import type { Shareable } from "./access";
import { keys } from "./keys";
import { detailQuery } from "./query";

/** Emergency requests that the reader made or may answer: open ones, or all. */
export function emergenciesQuery(state: "open" | "all") {
  return infiniteQueryOptions({
    queryKey: keys.emergencyList(state),
    queryFn: ({ pageParam }) => {
      const query = state === "open" ? { cursor: pageParam, state } : { cursor: pageParam };
      return unwrap(getRequests({ query }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function emergencyQuery(id: string) {
  return detailQuery(keys.emergency(id), () => getOneRequest({ path: { break_glass_id: id } }));
}

/** Emergency access to a thread, an action item or a dossier that is active now. */
export function emergenciesOfQuery({ kind, id }: Shareable) {
  return queryOptions({
    queryKey: keys.emergenciesOf({ kind, id }),
    queryFn: async () => {
      const found = {
        thread: () => getThreadEmergencies({ path: { thread_id: id } }),
        action: () => getItemEmergencies({ path: { action_id: id } }),
        dossier: () => getDossierEmergencies({ path: { dossier_id: id } }),
      };
      return (await unwrap(found[kind]())).items;
    },
  });
}
