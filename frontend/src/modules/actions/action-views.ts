import type { ActionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { actionPath } from "@/modules/entities/paths";
import type { ActionView } from "./action-card";
import { useDueText } from "./use-due-text";

/** An action item in the words of a card. */
export function useActionView(): (action: ActionOut) => ActionView {
  const { localize: say } = useLocale();
  const due = useDueText();
  return (action) => ({
    id: action.id,
    href: actionPath(action.id),
    number: action.number,
    title: say(action.title),
    state: action.state,
    owner: { name: say(action.owner.short_name), sector: action.owner.sector },
    due: due.short(action),
    overdue: due.overdue(action),
    evidenceCount: action.evidence_count,
    checklist: action.checklist_count ? { done: action.checklist_done, count: action.checklist_count } : null,
    blockedReason: action.blocked_reason,
    verifiedBy: action.verified_by?.organisation ? say(action.verified_by.organisation.short_name) : null,
    waitsForMe: action.waits_for_me,
  });
}
