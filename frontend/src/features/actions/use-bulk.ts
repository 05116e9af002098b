import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { patchActionItemDetail } from "@/api/generated/sdk.gen";
import type { ActionOut, PatchedEditActionInRequest } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unhandledFieldErrors } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureWords } from "@/kit/failure-toast";
import { invalidateAction } from "@/queries/keys";
import { toast } from "@/ui/toast";

/** What several items are to have in common; empty is as it is. */
export interface Bulk {
  due_on: string;
  reason: string;
  priority: ActionOut["priority"] | null;
  verifier: string | null;
}

export interface Refused {
  item: ActionOut;
  why: string;
}

function bodyFor(item: ActionOut, { due_on, reason, priority, verifier }: Bulk): PatchedEditActionInRequest {
  return {
    // A day that it has already is no change, and needs no reason.
    ...(due_on && due_on !== item.due_on ? { due_on, reason: reason.trim() } : {}),
    ...(priority ? { priority } : {}),
    ...(verifier ? { verifier_organisation: verifier } : {}),
  };
}

const IDLE = { busy: false, done: 0, total: 0, refused: [] as Refused[] };

/** Changes items one after the other, each by the version that was seen; whoever waits is told how far it is. */
export function useBulk(onChanged: (ids: string[]) => void, onAll: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useFailureWords();
  const [state, setState] = useState(IDLE);
  const send = async (item: ActionOut, bulk: Bulk): Promise<Refused | null> => {
    const body = bodyFor(item, bulk);
    if (Object.keys(body).length === 0) return null;
    const path = { action_id: item.id };
    try {
      await unwrap(patchActionItemDetail({ path, body, headers: ifMatch(item.version) }));
      return null;
    } catch (error) {
      return { item, why: unhandledFieldErrors(error).join(" ") || words(error) };
    }
  };
  const run = async (items: ActionOut[], bulk: Bulk) => {
    const refused: Refused[] = [];
    const total = items.length;
    for (const [done, item] of items.entries()) {
      setState({ busy: true, done, total, refused: [] });
      const no = await send(item, bulk);
      if (no) refused.push(no);
    }
    for (const { id } of items) invalidateAction(client, id);
    setState({ busy: false, done: total, total, refused });
    const kept = new Set(refused.map(({ item }) => item.id));
    onChanged(items.map(({ id }) => id).filter((id) => !kept.has(id)));
    const changed = total - kept.size;
    if (changed > 0) {
      toast(
        t`${plural(changed, { one: "Змінено # доручення", few: "Змінено # доручення", many: "Змінено # доручень", other: "Змінено # доручення" })}`,
      );
    }
    if (kept.size === 0) onAll();
  };
  return { ...state, run };
}
