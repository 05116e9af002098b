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

function useAnswerForm({ request, step, onClose }: AnswerDialogProps) {
  const { t } = useLingui();
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
  return useForm({
    initial: { note: "" },
    command,
    required: { note: step === "refuse" && t`Поясніть причину` },
  });
}

/** What the step opens, and whom it tells. */
function StepLead({ request, step }: Omit<AnswerDialogProps, "onClose">) {
  const { localize } = useLocale();
  const name = localize(request.asked_by.name);
  if (step === "refuse") return <Trans>{name} побачить, чому ви відмовили.</Trans>;
  if (step === "approve")
    return (
      <Trans>
        {name} зможе лише читати, одну годину. Учасники й ті, хто відповідає за захист даних, дізнаються про
        це одразу: з причиною та вашим ім’ям.
      </Trans>
    );
  return request.standing === "asked" ? (
    <Trans>Відповіді вже ніхто не даватиме.</Trans>
  ) : (
    <Trans>Доступ закриється тієї ж миті.</Trans>
  );
}

/** The confirmation of a step of an emergency request, with a note where it takes one. */
export function AnswerDialog(props: AnswerDialogProps) {
  const { request, step, onClose } = props;
  const { t } = useLingui();
  const form = useAnswerForm(props);
  const titles = {
    approve: t`Погодити на годину`,
    refuse: t`Відмовити`,
    end: request.standing === "asked" ? t`Відкликати запит` : t`Завершити зараз`,
  };
  return (
    <FormDialog
      form={form}
      title={titles[step]}
      lead={<StepLead request={request} step={step} />}
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
