import { useLingui } from "@lingui/react/macro";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { useForm } from "@/kit/use-form";
import { TransitionForm } from "@/kit/workflow/transition-dialog";
import { VoiceField } from "@/modules/mandates/voice-field";
import { EvidenceNote } from "./evidence-note";
import { needsEvidence, type StepNow } from "./steps";
import { type MoveWords, useMove } from "./use-move";
import { useRecommendationNumber } from "./use-number";

interface StepDialogProps {
  recommendation: RecommendationPageOut;
  step: StepNow;
  onClose: () => void;
}

/** What a form of a step keeps besides its words: how much evidence there is, as it is known now. */
export interface StepWords extends MoveWords {
  evidence: number;
}

/** The dialog of one step: its reason, and before it the evidence where it needs some. */
export function StepDialog({ recommendation, step, onClose }: StepDialogProps) {
  const { t, i18n } = useLingui();
  const numbered = useRecommendationNumber();
  const move = useMove(recommendation, step.success ? i18n._(step.success) : "", onClose);
  const proves = needsEvidence(step);
  const missing = step.reason?.missing;
  const form = useForm<StepWords>({
    initial: { reason: "", agreed: "", mandateId: null, evidence: recommendation.evidence_count },
    command: {
      ...move,
      // Evidence that is added here changes the version, too.
      begin: step.name === "verify" ? move.begin : () => undefined,
      mutate: ({ evidence: _, ...words }) => move.mutate({ to: step.to, logged: step.logged, ...words }),
    },
    required: { reason: missing && i18n._(missing) },
    validate: ({ evidence }) => ({ evidence: proves && evidence === 0 && t`Спершу додайте доказ` }),
    pointers: { mandateId: ["/on_behalf_of"], evidence: [] },
  });
  const byAddressee = recommendation.allowed.includes(step.name) && step.name !== "verify";
  return (
    <TransitionForm
      transition={step}
      title={`${i18n._(step.label)}: ${numbered(recommendation)}`}
      form={form}
      onClose={onClose}
      after={
        <VoiceField
          groupId={recommendation.group.id}
          organisationId={byAddressee ? recommendation.addressee.id : undefined}
          {...form.value("mandateId")}
        />
      }
    >
      {proves && <EvidenceNote recommendation={recommendation} error={form.value("evidence").error} />}
    </TransitionForm>
  );
}
