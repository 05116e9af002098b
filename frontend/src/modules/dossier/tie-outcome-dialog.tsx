import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack, Textarea } from "@mantine/core";
import { putParticipantTieOutcome } from "@/api/generated/sdk.gen";
import type { DecideTieInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import type { InterestsProps } from "./participant-interests";
import { useDossierCommand } from "./use-dossier-command";

interface Decision {
  outcome: string;
  reason: string;
}

/** What follows from a declared tie: the participant works on, or steps aside; and why. */
export function TieOutcomeDialog({
  dossier,
  participant,
  interests: { words },
  name,
  onClose,
}: InterestsProps & { onClose: () => void }) {
  const { t } = useLingui();
  const command = useDossierCommand<Decision>(dossier, {
    run: ({ outcome, reason }, { ifMatch }) =>
      unwrap(
        putParticipantTieOutcome({
          path: { dossier_id: dossier.id, participant_id: participant.id },
          body: { outcome: outcome as DecideTieInRequest["outcome"], reason },
          headers: ifMatch,
        }),
      ),
    success: t`Рішення записано`,
    onSuccess: onClose,
  });
  const form = useForm<Decision>({
    initial: { outcome: "", reason: "" },
    command,
    required: { outcome: t`Виберіть одне з двох`, reason: t`Напишіть причину` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Чи допустити: ${name}`}
      lead={<Trans>Заявлено: {words}</Trans>}
      submit={t`Записати рішення`}
      onClose={onClose}
    >
      <Radio.Group label={t`Рішення`} {...form.choice("outcome")}>
        <Stack gap={4} mt={8}>
          <Radio value="stays" label={t`Допустити`} data-autofocus />
          <Radio value="steps_aside" label={t`Відсторонити`} description={t`Участь у справі завершиться`} />
        </Stack>
      </Radio.Group>
      <Textarea
        label={t`Причина`}
        description={t`Побачать усі, хто бачить справу`}
        rows={3}
        maxLength={1000}
        {...form.text("reason")}
      />
    </FormDialog>
  );
}
