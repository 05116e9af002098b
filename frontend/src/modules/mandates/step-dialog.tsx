import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { postMandateTransitions } from "@/api/generated/sdk.gen";
import type { MandateRef } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { TransitionDialog, type TransitionWords } from "@/kit/workflow/transition-dialog";
import { useLocale } from "@/lib/locale";
import { invalidateSeats } from "@/queries/keys";
import { mandateQuery } from "@/queries/mandates";
import { AbsenceDialog } from "./absence-dialog";
import { EditMandateDialog } from "./edit-mandate-dialog";
import { MANDATE_STEPS, type MandateStepName } from "./mandate-steps";
import { PassOnDialog } from "./pass-on-dialog";
import { UsualDeputyDialog } from "./usual-deputy-dialog";

interface MandateStepDialogProps {
  mandateId: string;
  name: string;
  step: "rest" | "resume" | "end";
  onClose: () => void;
}

/** Lets a mandate rest, resumes it, or ends it. */
export function MandateStepDialog({ mandateId, name, step, onClose }: MandateStepDialogProps) {
  const { i18n } = useLingui();
  const transition = MANDATE_STEPS.get(step);
  const { to, label, success } = transition;
  const { data: mandate } = useQuery(mandateQuery(mandateId));
  const command = useCommand({
    run: ({ reason }: TransitionWords, { ifMatch, idempotencyKey }) =>
      unwrap(
        postMandateTransitions({
          path: { mandate_id: mandateId },
          body: { to: to ?? "active", reason },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    version: mandate?.version ?? 0,
    success: success && i18n._(success),
    invalidates: invalidateSeats,
    onSuccess: onClose,
  });
  return (
    <TransitionDialog
      transition={transition}
      title={`${i18n._(label)}: ${name}`}
      command={command}
      busy={!mandate}
      onClose={onClose}
    />
  );
}

interface MandateDialogProps {
  mandate: Pick<MandateRef, "id" | "person" | "organisation" | "position">;
  step: MandateStepName;
  onClose: () => void;
}

/** The dialog of one step. */
export function MandateDialog({ mandate, step, onClose }: MandateDialogProps) {
  const { localize: say } = useLocale();
  const about = { mandateId: mandate.id, name: say(mandate.person.name), onClose };
  switch (step) {
    case "pass_on":
      return <PassOnDialog mandate={mandate} onClose={onClose} />;
    case "appoint_deputy":
      return <AbsenceDialog mandateId={mandate.id} onClose={onClose} />;
    case "name_deputy":
      return <UsualDeputyDialog {...about} organisationId={mandate.organisation.id} />;
    case "edit":
      return <EditMandateDialog {...about} />;
    default:
      return <MandateStepDialog {...about} step={step} />;
  }
}
