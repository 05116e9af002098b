import { Trans } from "@lingui/react/macro";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { AddEvidenceDialog } from "@/modules/actions/add-evidence-dialog";
import { HelpDialog } from "@/modules/actions/help-dialog";
import { StepDialog } from "@/modules/actions/step-dialog";
import { getStep, openSteps } from "@/modules/actions/steps";
import { actionPath } from "@/modules/entities/paths";
import type { Asked } from "@/modules/reminders/deep-link-actions";
import { SnoozeDialog } from "@/modules/reminders/snooze-dialog";

interface AskedProps {
  action: ActionOut;
  onClose: () => void;
}

/**
 * What whoever follows a reminder came for. It is asked here before anything changes; what is not theirs to do, or
 * is done already, the page itself says.
 */
export function DeepLinkDialog({ action }: { action: ActionOut }) {
  const router = useRouter();
  const { do: asked }: { do?: Asked } = useSearch({ strict: false });
  const onClose = () =>
    void router.navigate({ href: actionPath(action.id), replace: true, resetScroll: false });
  const may = (...names: ActionOut["allowed"]) => names.some((name) => action.allowed.includes(name));
  if (asked === "snooze" && may("remind_me")) return <SnoozeDialog actionId={action.id} onClose={onClose} />;
  if (asked === "help" && may("ask_help") && !action.help_asked)
    return <HelpDialog actionId={action.id} onClose={onClose} />;
  if (asked === "done" && may("start", "complete")) return <Done action={action} onClose={onClose} />;
  return null;
}

/** It needs evidence first; whatever has not been begun is begun with it. */
function Done({ action, onClose }: AskedProps) {
  const [proved, setProved] = useState(action.evidence_count > 0);
  const first = openSteps(action.allowed).find((step) => step.name === "start");
  if (!proved)
    return (
      <AddEvidenceDialog
        action={action}
        why={<Trans>Щоб завершити, потрібен хоча б один доказ.</Trans>}
        onClose={onClose}
        onAdded={() => setProved(true)}
      />
    );
  return <StepDialog action={action} first={first} step={getStep("complete")} onClose={onClose} />;
}
