import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MessageOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { CaseView } from "@/modules/moderation/case-view";
import { DecisionDialog, HideDialog, ReportDialog } from "@/modules/moderation/decision-dialog";
import type { Decision } from "@/modules/moderation/words";
import { moderatedQuery } from "@/queries/moderation";
import { InfoDialog } from "@/ui/info-dialog";

interface ModerationDialogProps extends HiddenDialogProps {
  /** Tell those who moderate of a message, hide it, or read it though it is hidden. */
  by: "report" | "hide" | "look";
}

export function ModerationDialog({ message, by, onClose }: ModerationDialogProps) {
  if (by === "look") return <HiddenDialog message={message} onClose={onClose} />;
  const Asked = by === "report" ? ReportDialog : HideDialog;
  return <Asked messageId={message.id} onClose={onClose} />;
}

interface HiddenDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** The words of a hidden message, for its author and for who moderates, and what can be done. */
function HiddenDialog({ message, onClose }: HiddenDialogProps) {
  const [step, setStep] = useState<Decision | null>(null);
  if (step) return <DecisionDialog messageId={message.id} to={step} onClose={onClose} />;
  return <Held message={message} onStep={setStep} onClose={onClose} />;
}

function Held({ message, onStep, onClose }: HiddenDialogProps & { onStep: (to: Decision) => void }) {
  const { t } = useLingui();
  const held = useQuery(moderatedQuery(message.id));
  return (
    <InfoDialog title={t`Приховане повідомлення`} onClose={onClose}>
      <QueryBoundary query={held} loading={t`Завантажуємо повідомлення…`}>
        {(data) => <CaseView case={data} onStep={onStep} onDone={onClose} />}
      </QueryBoundary>
    </InfoDialog>
  );
}
