import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { postFactorResets } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { InlineForm } from "@/kit/inline-form";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useFactorPreset } from "@/modules/factors/use-factor-preset";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";

const NOBODY = { email: "", reason: "" };

/** For who has lost the phone and the recovery codes: takes their second factors away, with a reason. */
export function ResetCard() {
  const { t } = useLingui();
  const command = useCommand({
    ...useFactorPreset(),
    run: (body: typeof NOBODY) => unwrap(postFactorResets({ body })),
    success: t`Способи підтвердження вилучено`,
    onSuccess: () => {
      form.reset();
    },
  });
  const form = useForm({
    initial: NOBODY,
    command,
    required: { email: t`Впишіть адресу`, reason: t`Напишіть причину: її прочитає людина` },
  });
  const sure = useDialog<typeof NOBODY>();
  return (
    <Card padded title={<Trans>Загублений телефон</Trans>}>
      <InlineForm
        form={form}
        className="v-form v-narrow"
        submit={<Trans>Вилучити способи підтвердження</Trans>}
        onSubmit={sure.open}
      >
        <p className="v-small v-t2">
          <Trans>Спершу переконайтеся, хто просить: особисто або за відомим вам номером.</Trans>
        </p>
        <TextInput
          label={t`Електронна пошта людини`}
          type="email"
          autoComplete="off"
          {...form.text("email")}
        />
        <Textarea
          label={t`Причина`}
          description={t`Людина прочитає її в листі`}
          rows={3}
          maxLength={500}
          {...form.text("reason")}
        />
      </InlineForm>
      {sure.render((reset, close) => (
        <ConfirmResetDialog email={reset.email} onConfirm={() => command.mutate(reset)} onClose={close} />
      ))}
    </Card>
  );
}

interface ConfirmResetDialogProps {
  email: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Closes before the command runs: its own dialogs and problems belong to the form below. */
function ConfirmResetDialog({ email, onConfirm, onClose }: ConfirmResetDialogProps) {
  const { t } = useLingui();
  return (
    <Dialog
      opened
      title={t`Вилучити всі способи підтвердження?`}
      lead={<Trans>{email}: усі входи закриються, увійти можна буде з самим паролем.</Trans>}
      submit={t`Вилучити`}
      submitKind="danger"
      onClose={onClose}
      onSubmit={() => {
        onClose();
        onConfirm();
      }}
    />
  );
}
