import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { deleteOneRequest, postApproval, postRefusal } from "@/api/generated/sdk.gen";
import type { EmergencyRequestOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";

export type Step = "approve" | "refuse" | "end";

interface AnswerDialogProps {
  request: EmergencyRequestOut;
  step: Step;
  onClose: () => void;
}

/** The last word before a step: what it opens and whom it tells. */
export function AnswerDialog({ request, step, onClose }: AnswerDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const command = useCommand({
    run: (body: { note: string }, { idempotencyKey }): Promise<unknown> => {
      const path = { break_glass_id: request.id };
      if (step === "end") return unwrap(deleteOneRequest({ path }));
      const asked = { path, body, headers: idempotencyKey };
      return step === "approve" ? unwrap(postApproval(asked)) : unwrap(postRefusal(asked));
    },
    invalidates: [keys.emergencies, keys.today],
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { note: "" },
    command,
    required: { note: step === "refuse" && t`Поясніть причину` },
  });
  const name = say(request.asked_by.name);
  const waits = request.standing === "asked";
  const titles = {
    approve: t`Погодити на годину`,
    refuse: t`Відмовити`,
    end: waits ? t`Відкликати запит` : t`Завершити зараз`,
  };
  const leads = {
    approve: (
      <Trans>
        {name} зможе лише читати, одну годину. Учасники й ті, хто відповідає за захист даних, дізнаються про
        це одразу: з причиною та вашим ім’ям.
      </Trans>
    ),
    refuse: <Trans>{name} побачить, чому ви відмовили.</Trans>,
    end: waits ? (
      <Trans>Відповіді вже ніхто не даватиме.</Trans>
    ) : (
      <Trans>Доступ закриється тієї ж миті.</Trans>
    ),
  };
  return (
    <FormDialog
      form={form}
      title={titles[step]}
      lead={leads[step]}
      submit={titles[step]}
      submitKind={step === "approve" ? "primary" : "danger"}
      onClose={onClose}
    >
      {step !== "end" && (
        <Textarea
          label={step === "refuse" ? t`Чому відмовлено` : t`Що сказати (необов’язково)`}
          rows={3}
          maxLength={1000}
          data-autofocus
          {...form.text("note")}
        />
      )}
    </FormDialog>
  );
}
