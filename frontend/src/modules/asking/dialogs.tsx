import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { type Asking, useAskForAccess, useDeclineAccess, useGrantAccess, useTakeBack } from "./use-asking";

interface DialogProps {
  asking: Asking;
  onClose: () => void;
}

interface AnswerProps extends DialogProps {
  /** Who asks. */
  name: string;
}

export function AskDialog({ asking, title, onClose }: DialogProps & { title: string }) {
  const { t } = useLingui();
  const { words } = asking;
  const form = useForm({
    initial: { reason: "" },
    command: useAskForAccess(asking, onClose),
    required: { reason: words.required },
  });
  return (
    <FormDialog
      form={form}
      title={t`Попросити доступ: ${title}`}
      lead={words.lead}
      submit={t`Надіслати прохання`}
      onClose={onClose}
    >
      <Textarea label={words.label} rows={3} maxLength={1000} data-autofocus {...form.text("reason")} />
    </FormDialog>
  );
}

export function TakeBackDialog({ asking, onClose }: DialogProps) {
  const { t } = useLingui();
  return (
    <ConfirmDialog
      title={t`Відкликати прохання?`}
      text={asking.words.withdraw}
      submit={t`Відкликати прохання`}
      command={useTakeBack(asking)}
      onClose={onClose}
    />
  );
}

export function GrantDialog({ asking, name, onClose }: AnswerProps) {
  const { t } = useLingui();
  return (
    <ConfirmDialog
      title={t`Дати доступ: ${name}`}
      text={asking.words.grant}
      submit={t`Дати доступ`}
      command={useGrantAccess(asking, onClose)}
      onClose={onClose}
    />
  );
}

export function DeclineDialog({ asking, name, onClose }: AnswerProps) {
  const { t } = useLingui();
  const form = useForm({
    initial: { reason: "" },
    command: useDeclineAccess(asking, onClose),
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
