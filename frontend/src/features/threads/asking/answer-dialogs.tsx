import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import type { AccessRequestOut } from "@/api/generated/types.gen";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useDeclineAccess, useGrantAccess } from "@/modules/threads/asking/use-asking";

interface AnswerProps {
  request: AccessRequestOut;
  name: string;
  onClose: () => void;
}

export function GrantDialog({ request, name, onClose }: AnswerProps) {
  const { t } = useLingui();
  const granting = useGrantAccess(request, onClose);
  return (
    <ConfirmDialog
      title={t`Дати доступ: ${name}`}
      text={
        <Trans>
          Тема назве цю людину поіменно. Вона прочитає все від самого початку й зможе писати, якщо її роль у
          групі це дозволяє.
        </Trans>
      }
      submit={t`Дати доступ`}
      command={granting}
      onClose={onClose}
    />
  );
}

export function DeclineDialog({ request, name, onClose }: AnswerProps) {
  const { t } = useLingui();
  const form = useForm({
    initial: { reason: "" },
    command: useDeclineAccess(request, onClose),
    required: { reason: t`Напишіть причину: її прочитає людина` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Відмовити: ${name}`}
      lead={<Trans>Людина прочитає причину й за тиждень зможе попросити ще раз.</Trans>}
      submit={t`Відмовити`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea label={t`Причина`} rows={3} maxLength={1000} data-autofocus {...form.text("reason")} />
    </FormDialog>
  );
}
