import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Textarea } from "@mantine/core";
import { deleteEditionPublication, postDossierEditions } from "@/api/generated/sdk.gen";
import type { EditionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { invalidateDossier } from "@/queries/keys";

interface MakeEditionProps {
  dossierId: string;
  /** There is none yet that it would correct. */
  isFirst: boolean;
  onClose: () => void;
}

interface MakeEditionWords {
  forPublic: boolean;
  reason: string;
}

/** Freeze the report as it is now; after the first one, with a reason. */
export function MakeEditionDialog({ dossierId, isFirst, onClose }: MakeEditionProps) {
  const { t } = useLingui();
  const command = useCommand({
    run: ({ forPublic, reason }: MakeEditionWords, { idempotencyKey }) =>
      unwrap(
        postDossierEditions({
          path: { dossier_id: dossierId },
          body: { for_public: forPublic, ...(reason ? { reason } : {}) },
          headers: idempotencyKey,
        }),
      ),
    success: t`Редакцію зроблено`,
    onSuccess: onClose,
    invalidates: (client) => invalidateDossier(client, dossierId),
  });
  const form = useForm<MakeEditionWords>({
    initial: { forPublic: false, reason: "" },
    command,
    required: { reason: !isFirst && t`Напишіть, чому потрібна нова редакція` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Зробити редакцію`}
      lead={<Trans>Звіт збережеться обома мовами таким, як він є зараз. Змінити його вже не можна.</Trans>}
      submit={t`Зробити`}
      onClose={onClose}
    >
      <Checkbox
        label={t`Для всіх: лише те, що можна оприлюднити`}
        description={t`Без людей, без особистих даних і без проблем, які не оприлюднюють.`}
        {...form.check("forPublic")}
      />
      {!isFirst && <Textarea label={t`Чому нова редакція`} rows={3} {...form.text("reason")} />}
    </FormDialog>
  );
}

interface WithdrawEditionProps {
  dossierId: string;
  edition: EditionOut;
  onClose: () => void;
}

/** Take an edition back from the public, with a reason. */
export function WithdrawEditionDialog({ dossierId, edition, onClose }: WithdrawEditionProps) {
  const { t } = useLingui();
  const { id, number } = edition;
  const command = useCommand({
    run: (body: { reason: string }) =>
      unwrap(deleteEditionPublication({ path: { dossier_id: dossierId, edition_id: id }, body })),
    success: t`Редакцію відкликано`,
    onSuccess: onClose,
    invalidates: (client) => invalidateDossier(client, dossierId),
  });
  const form = useForm({
    initial: { reason: "" },
    command,
    required: { reason: t`Напишіть причину` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Відкликати редакцію ${number}`}
      lead={<Trans>Сторінка для всіх зникне одразу. Хто бачить справу, читатиме редакцію й надалі.</Trans>}
      submit={t`Відкликати`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea label={t`Причина`} rows={3} {...form.text("reason")} />
    </FormDialog>
  );
}
