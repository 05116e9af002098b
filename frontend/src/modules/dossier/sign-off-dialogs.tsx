import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { postDossierSignOffs, putSignOffDecision } from "@/api/generated/sdk.gen";
import type { DecideSignOffInRequest, DossierPageOut, SignOffOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { VoiceField } from "@/modules/mandates/voice-field";
import { useNameOfParticipant } from "./participants-card";
import { useDossierCommand } from "./use-dossier-command";

export type Outcome = DecideSignOffInRequest["outcome"];

interface AskProps {
  dossier: DossierPageOut;
  onClose: () => void;
}

/** Which of the reviewers is asked about the latest edition. */
export function AskSignOffDialog({ dossier, onClose }: AskProps) {
  const { t } = useLingui();
  const nameOf = useNameOfParticipant();
  const reviewers = dossier.participants.filter(({ part }) => part === "reviewer");
  const command = useDossierCommand<{ participant: string }>(dossier, {
    run: ({ participant }, attempt) =>
      unwrap(
        postDossierSignOffs({
          path: { dossier_id: dossier.id },
          body: { participant_id: participant },
          headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
        }),
      ),
    success: t`Погодження попрошено`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { participant: reviewers.length === 1 ? (reviewers[0]?.id ?? "") : "" },
    command,
    required: { participant: t`Виберіть, хто погоджує` },
    pointers: { participant: ["/participant_id"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Попросити погодження`}
      lead={
        reviewers.length > 0 ? (
          <Trans>Погоджують останню редакцію звіту. Новіша редакція скасує запит.</Trans>
        ) : (
          <Trans>Спершу назвіть серед учасників того, хто погоджує звіт.</Trans>
        )
      }
      submit={t`Попросити`}
      onClose={onClose}
    >
      <Select
        label={t`Хто погоджує`}
        data={reviewers.map((one) => ({ value: one.id, label: nameOf(one) }))}
        allowDeselect={false}
        {...form.choice("participant")}
      />
    </FormDialog>
  );
}

interface DecideProps extends AskProps {
  signOff: SignOffOut;
  outcome: Outcome;
}

/** The report is signed off, or returned with what is wrong with it; neither can be undone. */
export function DecideSignOffDialog({ dossier, signOff, outcome, onClose }: DecideProps) {
  const { t } = useLingui();
  const returns = outcome === "returned";
  const title = returns ? t`Повернути із зауваженням` : t`Погодити звіт`;
  const command = useDossierCommand<{ reason: string; mandateId: string | null }>(dossier, {
    run: ({ reason, mandateId }, { ifMatch }) =>
      unwrap(
        putSignOffDecision({
          path: { dossier_id: dossier.id, sign_off_id: signOff.id },
          body: {
            outcome,
            ...(returns ? { reason } : {}),
            ...(mandateId ? { on_behalf_of: mandateId } : {}),
          },
          headers: ifMatch,
        }),
      ),
    success: returns ? t`Звіт повернуто` : t`Звіт погоджено`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { reason: "", mandateId: null as string | null },
    command,
    required: { reason: returns && t`Напишіть, що виправити` },
    pointers: { mandateId: ["/on_behalf_of"] },
  });
  return (
    <FormDialog
      form={form}
      title={title}
      lead={<Lead number={signOff.edition} />}
      submit={title}
      onClose={onClose}
    >
      {returns && (
        <Textarea
          label={t`Що виправити`}
          description={t`Побачать усі, хто бачить справу`}
          rows={3}
          maxLength={1000}
          data-autofocus
          {...form.text("reason")}
        />
      )}
      <VoiceField groupId={dossier.group.id} {...form.value("mandateId")} />
    </FormDialog>
  );
}

const Lead = ({ number }: { number: number }) => (
  <Trans>Це про редакцію {number}. Змінити рішення не можна: наступну редакцію погоджують знову.</Trans>
);
