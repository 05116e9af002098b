import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { mandatesQuery } from "@/data/me";
import { StepDialog, useMove } from "./step-dialog";
import type { Step } from "./steps";

/** Takes a step at once, or asks for its reason first; `dialog` is put somewhere on the page. */
export function useSteps(): {
  take: (action: ActionOut, step: Step) => void;
  busy: boolean;
  dialog: ReactNode;
} {
  const move = useMove();
  const [asking, setAsking] = useState<{ action: ActionOut; step: Step } | null>(null);
  const { data: mandates = [] } = useQuery(mandatesQuery);
  // Whoever sits there for several organisations says which of them confirms.
  const several = ({ group }: ActionOut) =>
    mandates.filter(({ roles }) => roles.some((seat) => seat.group.id === group.id)).length > 1;
  const take = (action: ActionOut, step: Step) => {
    if (step.needsReason || (step.action === "verify" && several(action))) setAsking({ action, step });
    else move.mutate({ action, step });
  };
  const dialog = asking && <StepDialog {...asking} onClose={() => setAsking(null)} />;
  return { take, busy: move.isPending, dialog };
}
