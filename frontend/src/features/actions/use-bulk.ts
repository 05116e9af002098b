import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { patchActionItemDetail } from "@/api/generated/sdk.gen";
import type { ActionOut, PatchedEditActionInRequest } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unhandledFieldErrors } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureWords } from "@/kit/failure-toast";
import { useCommand } from "@/kit/use-command";
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
    ...(due_on && due_on !== item.due_on ? { due_on, reason } : {}),
    ...(priority ? { priority } : {}),
    ...(verifier ? { verifier_organisation: verifier } : {}),
  };
}

/** Change items one after the other, each in the version that was shown; `done` counts them. */
export function useBulk(items: ActionOut[], onChanged: (ids: string[]) => void, onAll: () => void) {
  const { t } = useLingui();
  const words = useFailureWords();
  const [done, setDone] = useState(0);
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
  const command = useCommand({
    run: async (bulk: Bulk) => {
      const refused: Refused[] = [];
      for (const [place, item] of items.entries()) {
        setDone(place);
        const refusal = await send(item, bulk);
        if (refusal) refused.push(refusal);
      }
      return { items, refused };
    },
    onSuccess: ({ items: sent, refused }, _bulk, client) => {
      for (const { id } of sent) invalidateAction(client, id);
      const kept = new Set(refused.map(({ item }) => item.id));
      onChanged(sent.map(({ id }) => id).filter((id) => !kept.has(id)));
      const changed = sent.length - kept.size;
      if (changed > 0) {
        toast(
          t`${plural(changed, { one: "Змінено # доручення", few: "Змінено # доручення", many: "Змінено # доручень", other: "Змінено # доручення" })}`,
        );
      }
      if (kept.size === 0) onAll();
    },
  });
  return { command, done };
}
