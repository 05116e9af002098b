import { useLingui } from "@lingui/react/macro";
import {
  deleteActionItemBlocker,
  postActionItemBlockers,
  putActionItemParent,
} from "@/api/generated/sdk.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { invalidateAction } from "@/queries/keys";

export interface Relating {
  relation: "blocked_by" | "part_of";
  /** Nothing while none was chosen. */
  other: string | null;
}

/** Joins an item with another one. */
export function useRelating(action: ActionOut, onDone: () => void) {
  const { t } = useLingui();
  const path = { action_id: action.id };
  return useCommand({
    version: action.version,
    run: ({ relation, other }: Relating, attempt) =>
      relation === "blocked_by"
        ? unwrap(
            postActionItemBlockers({ path, body: { action: other ?? "" }, headers: attempt.idempotencyKey }),
          )
        : unwrap(putActionItemParent({ path, body: { action: other }, headers: attempt.ifMatch })),
    success: t`Доручення пов’язано`,
    onSuccess: onDone,
    invalidates: (client) => invalidateAction(client, action.id),
  });
}

/** Ends that an item waits for another, or (null) that it is a part of one. */
export function useUnrelating(action: ActionOut) {
  const { t } = useLingui();
  const path = { action_id: action.id };
  return useCommand({
    run: (blocker: string | null): Promise<unknown> =>
      blocker
        ? unwrap(deleteActionItemBlocker({ path: { ...path, blocker_id: blocker } }))
        : unwrap(putActionItemParent({ path, body: { action: null }, headers: ifMatch(action.version) })),
    success: t`Зв’язок прибрано`,
    invalidates: (client) => invalidateAction(client, action.id),
  });
}
