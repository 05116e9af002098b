import type { ReactNode } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useMustChooseSeat } from "@/modules/mandates/use-voices";
import { StepDialog, useMove } from "./step-dialog";
import { responsibleOrganisation, type Step } from "./steps";

/** Whether something is to be said with a step. Without evidence nothing is done: the server says so at once. */
function asks(step: Step, { evidence_count }: ActionOut): boolean {
  return step.proves ? evidence_count > 0 : step.reason !== undefined;
}

/** Takes a step at once, or asks first why and for whom; `dialog` is put somewhere on the page. */
export function useSteps(): {
  take: (action: ActionOut, step: Step) => void;
  busy: boolean;
  dialog: ReactNode;
} {
  const move = useMove();
  const asking = useDialog<{ action: ActionOut; step: Step }>();
  const hasChoice = useMustChooseSeat();
  const take = (action: ActionOut, step: Step) => {
    const place = { groupId: action.group.id, organisationId: responsibleOrganisation(action, step) };
    if (asks(step, action) || (!step.undoes && hasChoice(place))) asking.open({ action, step });
    else move.mutate({ action, step });
  };
  const dialog = asking.render((of, close) => <StepDialog {...of} onClose={close} />);
  return { take, busy: move.isPending, dialog };
}
