import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import type { AccessRequestOut, AnnouncedThreadOut } from "@/api/generated/types.gen";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { useAskForAccess, useTakeBack } from "./use-asking";

export function AskDialog({ card, onClose }: { card: AnnouncedThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const form = useForm({
    initial: { reason: "" },
    command: useAskForAccess(card.id, onClose),
    required: { reason: t`Напишіть кілька слів: їх прочитають ті, хто веде тему` },
  });
  const title = say(card.title);
  return (
    <FormDialog
      form={form}
      title={t`Попросити доступ: ${title}`}
      lead={
        <Trans>
          Прохання, ваше ім’я й місце в групі побачать ті, хто веде тему. Якщо погодяться, ви прочитаєте її
          від початку.
        </Trans>
      }
      submit={t`Надіслати прохання`}
      onClose={onClose}
    >
      <Textarea
        label={t`Чому вам потрібна ця тема`}
        rows={3}
        maxLength={1000}
        data-autofocus
        {...form.text("reason")}
      />
    </FormDialog>
  );
}

export function TakeBackDialog({ request, onClose }: { request: AccessRequestOut; onClose: () => void }) {
  const { t } = useLingui();
  const command = useTakeBack(request);
  return (
    <ConfirmDialog
      title={t`Відкликати прохання?`}
      text={
        <Trans>
          Ті, хто веде тему, більше не побачать його серед тих, що чекають. Попросити ще раз можна за добу.
        </Trans>
      }
      submit={t`Відкликати прохання`}
      command={command}
      onClose={onClose}
    />
  );
}
