import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { FaultDialog, LONGEST_NOTE } from "./fault-dialog";
import { useModeration } from "./use-moderation";
import type { Decision } from "./words";

interface DecisionDialogProps {
  messageId: string;
  to: Decision;
  onClose: () => void;
}

/** The step that was chosen, with the words that it takes. */
export function DecisionDialog({ messageId, to, onClose }: DecisionDialogProps) {
  switch (to) {
    case "hidden":
      return <HideDialog messageId={messageId} onClose={onClose} />;
    case "appealed":
      return <AppealDialog messageId={messageId} onClose={onClose} />;
    case "upheld":
      return <UpholdDialog messageId={messageId} onClose={onClose} />;
    case "dismissed":
    case "shown":
      return null;
  }
}

type StepProps = Omit<DecisionDialogProps, "to">;

export function HideDialog({ messageId, onClose }: StepProps) {
  const { t } = useLingui();
  const { moderate } = useModeration(messageId, onClose);
  return (
    <FaultDialog
      title={t`Приховати повідомлення?`}
      lead={
        <Trans>
          На його місці всі побачать лише причину. Текст читатимуть автор і ті, хто модерує тему. Автор може
          оскаржити рішення.
        </Trans>
      }
      noteFor={t`Прочитають автор і ті, хто модерує тему`}
      submit={t`Приховати`}
      submitKind="danger"
      command={moderate}
      onClose={onClose}
      onSubmit={(said) => moderate.mutate({ to: "hidden", ...said })}
    />
  );
}

export function ReportDialog({ messageId, onClose }: StepProps) {
  const { t } = useLingui();
  const { report } = useModeration(messageId, onClose);
  return (
    <FaultDialog
      title={t`Поскаржитися на повідомлення`}
      lead={
        <Trans>
          Скаргу та ваше ім’я побачать лише ті, хто модерує тему. Автор не дізнається, хто поскаржився.
        </Trans>
      }
      noteFor={t`Прочитають ті, хто модерує тему`}
      submit={t`Надіслати скаргу`}
      command={report}
      onClose={onClose}
      onSubmit={(said) => report.mutate(said)}
    />
  );
}

function AppealDialog({ messageId, onClose }: StepProps) {
  const { t } = useLingui();
  const { appeal } = useModeration(messageId, onClose);
  const form = useForm({
    initial: { note: "" },
    command: appeal,
    required: { note: t`Напишіть, чому ви не погоджуєтеся` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Оскаржити рішення`}
      lead={
        <Trans>
          Оскаржити можна один раз. Розгляне інша людина, ніж та, що приховала повідомлення, якщо тему модерує
          ще хтось.
        </Trans>
      }
      submit={t`Надіслати`}
      onClose={onClose}
    >
      <Textarea
        label={t`Чому повідомлення слід показати знову`}
        rows={3}
        maxLength={LONGEST_NOTE}
        data-autofocus
        {...form.text("note")}
      />
    </FormDialog>
  );
}

function UpholdDialog({ messageId, onClose }: StepProps) {
  const { t } = useLingui();
  const { moderate } = useModeration(messageId, onClose);
  const form = useForm({ initial: { to: "upheld" as const, note: "" }, command: moderate });
  return (
    <FormDialog
      form={form}
      title={t`Лишити прихованим?`}
      lead={<Trans>Автор дізнається про рішення і вдруге оскаржити його не зможе.</Trans>}
      submit={t`Лишити прихованим`}
      onClose={onClose}
    >
      <Textarea
        label={t`Пояснення авторові (необов’язково)`}
        rows={3}
        maxLength={LONGEST_NOTE}
        data-autofocus
        {...form.text("note")}
      />
    </FormDialog>
  );
}
