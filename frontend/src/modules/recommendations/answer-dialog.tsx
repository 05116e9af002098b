import { useLingui } from "@lingui/react/macro";
import { Radio, Stack, Textarea } from "@mantine/core";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { FormDialog } from "@/kit/form-dialog";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { VoiceField } from "@/modules/mandates/voice-field";
import { DateField } from "@/ui/date-field";
import { EvidenceNote } from "./evidence-note";
import type { StepWords } from "./step-dialog";
import { needsEvidence, openSteps, type StepNow } from "./steps";
import { useMove } from "./use-move";

interface AnswerDialogProps {
  recommendation: RecommendationPageOut;
  /** Whoever leads records what the addressee said. */
  logged?: boolean;
  onClose: () => void;
}

interface AnswerForm extends StepWords {
  to: string;
}

const find = (steps: StepNow[], to: string) => steps.find((step) => step.to === to);

/** What is missing or wrong in an answer: a reason, evidence, a day that has passed. */
function useAnswerForm(
  command: FormCommand<AnswerForm>,
  steps: StepNow[],
  evidence: number,
  logged: boolean,
) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const [first] = steps;
  return useForm<AnswerForm>({
    initial: {
      to: steps.length === 1 && first ? first.to : "",
      reason: "",
      agreed: "",
      mandateId: null,
      evidence,
    },
    command,
    required: { to: t`Виберіть відповідь` },
    validate: ({ to, reason, agreed, evidence: pieces }) => {
      const step = find(steps, to);
      const missing = step?.reason?.missing;
      const unsaid = logged ? t`Напишіть, хто і коли це сказав` : missing && i18n._(missing);
      return {
        reason: !reason && step && unsaid,
        evidence: step && needsEvidence(step) && pieces === 0 && t`Спершу додайте доказ`,
        agreed:
          step?.agrees && agreed !== "" && agreed < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`,
      };
    },
    pointers: { mandateId: ["/on_behalf_of"], agreed: ["/agreed_on"], evidence: [] },
  });
}

/** One question with its answers: accept with a day, in part, reject, or done already. */
export function AnswerDialog({ recommendation, logged = false, onClose }: AnswerDialogProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const steps = openSteps(recommendation).filter((step) =>
    logged ? step.logged : step.answers && !step.logged,
  );
  const move = useMove(recommendation, t`Відповідь записано`, onClose);
  const send = ({ to, agreed, evidence: _, ...words }: AnswerForm) => {
    const step = find(steps, to);
    if (step) move.mutate({ ...words, to: step.to, logged, agreed: step.agrees ? agreed : "" });
  };
  // Evidence that is added here changes the version, too.
  const command = { ...move, begin: () => undefined, mutate: send };
  const form = useAnswerForm(command, steps, recommendation.evidence_count, logged);
  return (
    <FormDialog
      form={form}
      title={logged ? t`Записати, що сказав адресат` : t`Відповідь на рекомендацію`}
      lead={localize(recommendation.title)}
      submit={logged ? t`Записати` : t({ message: "Відповісти", context: "recommendation" })}
      onClose={onClose}
    >
      <Answers form={form} steps={steps} logged={logged} />
      <AnswerFields form={form} step={find(steps, form.values.to)} {...{ recommendation, logged }} />
      <VoiceField
        groupId={recommendation.group.id}
        organisationId={logged ? undefined : recommendation.addressee.id}
        {...form.value("mandateId")}
      />
    </FormDialog>
  );
}

interface FieldsProps {
  form: Form<AnswerForm>;
  logged: boolean;
}

function Answers({ form, logged, steps }: FieldsProps & { steps: StepNow[] }) {
  const { t, i18n } = useLingui();
  return (
    <Radio.Group label={logged ? t`Що сказано` : t`Ваша відповідь`} {...form.choice("to")}>
      <Stack gap={4} mt={8}>
        {steps.map(({ to, label, lead }) => (
          <Radio key={to} value={to} label={i18n._(label)} description={!logged && lead && i18n._(lead)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface AnswerFieldsProps extends FieldsProps {
  recommendation: RecommendationPageOut;
  step: StepNow | undefined;
}

/** What goes with the answer that is chosen: evidence, a day, words. */
function AnswerFields({ form, logged, recommendation, step }: AnswerFieldsProps) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  if (!step) return null;
  return (
    <>
      {needsEvidence(step) && (
        <EvidenceNote recommendation={recommendation} error={form.value("evidence").error} />
      )}
      {step.agrees && (
        <DateField
          label={t`До якого дня виконаєте (необов’язково)`}
          min={dates.today()}
          {...form.value("agreed")}
        />
      )}
      <Textarea
        label={logged || !step.reason ? t`Хто, коли і що сказав` : i18n._(step.reason.label)}
        rows={3}
        maxLength={1000}
        {...form.text("reason")}
      />
    </>
  );
}
