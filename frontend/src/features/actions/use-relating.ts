import { useLingui } from "@lingui/react/macro";
import {
  deleteActionItemBlocker,
  postActionItemBlockers,
  putActionItemParent,
} from "@/api/generated/sdk.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import { ifMatch, once } from "@/api/headers";
import { answered } from "@/api/unwrap";
import { useChange } from "@/kit/use-change";
import { forgetAction } from "@/queries/keys";

export type Relation = "blocked_by" | "part_of";

/** Joins an item with another one. */
export function useRelating(action: ActionOut, onDone: () => void) {
  const { t } = useLingui();
  const path = { action_id: action.id };
  return useChange({
    ask: ({ relation, other }: { relation: Relation; other: string }) =>
      relation === "blocked_by"
        ? answered(postActionItemBlockers({ path, body: { action: other }, headers: once() }))
        : answered(putActionItemParent({ path, body: { action: other }, headers: ifMatch(action.version) })),
    said: t`Доручення пов’язано`,
    onDone,
    forget: (client) => forgetAction(client, action.id),
  });
}

/** Ends that an item waits for another, or (null) that it is a part of one. */
export function useUnrelating(action: ActionOut) {
  const { t } = useLingui();
  const path = { action_id: action.id };
  return useChange({
    ask: (blocker: string | null): Promise<unknown> =>
      blocker
        ? answered(deleteActionItemBlocker({ path: { ...path, blocker_id: blocker } }))
        : answered(putActionItemParent({ path, body: { action: null }, headers: ifMatch(action.version) })),
    said: t`Зв’язок прибрано`,
    forget: (client) => forgetAction(client, action.id),
  });
}
