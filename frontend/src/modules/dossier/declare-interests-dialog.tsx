import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack, Textarea } from "@mantine/core";
import { putParticipantInterests } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import type { InterestsProps } from "./participant-interests";
import { useDossierCommand } from "./use-dossier-command";

interface Declaration {
  tie: string;
  words: string;
}

/** Whether a participant has a tie to what the dossier is about, and which. */
export function DeclareInterestsDialog({
  dossier,
  participant,
  onClose,
}: InterestsProps & { onClose: () => void }) {
  const { t } = useLingui();
  const command = useDossierCommand<Declaration>(dossier, {
    run: ({ tie, words }, { ifMatch }) =>
      unwrap(
        putParticipantInterests({
          path: { dossier_id: dossier.id, participant_id: participant.id },
          body: tie === "some" ? { has_tie: true, words } : { has_tie: false },
          headers: ifMatch,
        }),
      ),
    success: t`Заяву записано`,
    onSuccess: onClose,
  });
  const form = useForm<Declaration>({
    initial: { tie: "", words: "" },
    command,
    required: { tie: t`Виберіть одне з двох` },
    validate: ({ tie, words }) => ({ words: tie === "some" && !words && t`Напишіть, який це зв’язок` }),
    pointers: { tie: ["/has_tie"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Заява про інтереси`}
      lead={
        <Trans>
          Заяву побачать усі, хто бачить справу. Змінити її можна лише новою, а ця лишиться в записах.
        </Trans>
      }
      submit={t`Заявити`}
      onClose={onClose}
    >
      <Radio.Group label={t`Чи пов’язані ви з тим, кого чи чого стосується справа?`} {...form.choice("tie")}>
        <Stack gap={4} mt={8}>
          <Radio value="none" label={t`Конфлікту інтересів немає`} data-autofocus />
          <Radio value="some" label={t`Є зв’язок`} />
        </Stack>
      </Radio.Group>
      {form.values.tie === "some" && (
        <Textarea label={t`Який саме`} rows={3} maxLength={1000} {...form.text("words")} />
      )}
    </FormDialog>
  );
}
