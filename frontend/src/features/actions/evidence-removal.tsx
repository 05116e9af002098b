import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, Textarea } from "@mantine/core";
import { IconArrowBackUp, IconDotsVertical, IconEyeOff } from "@tabler/icons-react";
import type { QueryClient } from "@tanstack/react-query";
import { deleteEvidenceDetail, deleteEvidenceHiding, putEvidenceHiding } from "@/api/generated/sdk.gen";
import type { EvidenceOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { invalidateAction, keys } from "@/queries/keys";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import menuClasses from "@/ui/menu.module.css";

interface RemovalProps {
  actionId: string;
  piece: EvidenceOut;
}

type DialogProps = RemovalProps & { onClose: () => void };

const forgetEvidence = (actionId: string) => (client: QueryClient) => {
  invalidateAction(client, actionId);
  return client.invalidateQueries({ queryKey: keys.evidence(actionId) });
};

/** The ways to remove a piece of evidence that are open to the reader; nothing where none is. */
export function EvidenceMenu({ actionId, piece }: RemovalProps) {
  const { t } = useLingui();
  const withdrawal = useWithdrawal({ actionId, piece });
  const hiding = useDialog();
  const { allowed, number } = piece;
  if (!allowed.includes("withdraw") && !allowed.includes("hide")) return null;
  return (
    <>
      <Menu>
        <Menu.Target>
          <ToolButton label={t`Дії з доказом ${number}`}>
            <Icon of={IconDotsVertical} />
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          {allowed.includes("withdraw") && (
            <Menu.Item
              className={menuClasses.danger}
              leftSection={<Icon of={IconArrowBackUp} />}
              onClick={withdrawal.open}
            >
              <Trans>Відкликати…</Trans>
            </Menu.Item>
          )}
          {allowed.includes("hide") && (
            <Menu.Item
              className={menuClasses.danger}
              leftSection={<Icon of={IconEyeOff} />}
              onClick={() => hiding.open()}
            >
              <Trans>Приховати…</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {withdrawal.dialog}
      {hiding.render((_, close) => (
        <HideEvidenceDialog actionId={actionId} piece={piece} onClose={close} />
      ))}
    </>
  );
}

function useWithdrawal({ actionId, piece }: RemovalProps) {
  const { t } = useLingui();
  const { id, number, title } = piece;
  const command = useCommand({
    run: () => unwrap(deleteEvidenceDetail({ path: { evidence_id: id } })),
    success: t`Доказ відкликано`,
    invalidates: forgetEvidence(actionId),
  });
  return useConfirm({
    command,
    title: t`Відкликати доказ?`,
    text: (
      <Trans>
        «{title}» зникне для всіх разом із файлом і поясненням, повернути його не можна. У переліку лишиться,
        що доказ {number} відкликано.
      </Trans>
    ),
    submit: t`Відкликати`,
    cancel: t`Залишити`,
    danger: true,
  });
}

/** Asks why; the reason stands where the evidence stood. */
export function HideEvidenceDialog({ actionId, piece, onClose }: DialogProps) {
  const { t } = useLingui();
  const { id, number } = piece;
  const command = useCommand({
    run: (body: { reason: string }) => unwrap(putEvidenceHiding({ path: { evidence_id: id }, body })),
    success: t`Доказ приховано`,
    onSuccess: onClose,
    invalidates: forgetEvidence(actionId),
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Напишіть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Приховати доказ ${number}?`}
      lead={
        <Trans>
          Ніхто більше не побачить доказ і не завантажить файл. У переліку й історії лишиться, що він був, хто
          його приховав і чому. Якщо умову підтверджував лише він, вона стане непідтвердженою.
        </Trans>
      }
      submit={t`Приховати`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea
        label={t`Причина`}
        description={t`Її побачать усі, хто бачить доручення`}
        rows={3}
        maxLength={1000}
        data-autofocus
        {...form.text("reason")}
      />
    </FormDialog>
  );
}

export function RestoreEvidence({ actionId, piece }: RemovalProps) {
  const { t } = useLingui();
  const { id, number } = piece;
  const restoring = useCommand({
    run: () => unwrap(deleteEvidenceHiding({ path: { evidence_id: id } })),
    success: t`Доказ знову показано`,
    invalidates: forgetEvidence(actionId),
  });
  if (!piece.allowed.includes("restore")) return null;
  return (
    <Button
      kind="quiet"
      busy={restoring.isPending}
      aria-label={t`Показати знову доказ ${number}`}
      onClick={() => restoring.mutate()}
    >
      <Trans>Показати знову</Trans>
    </Button>
  );
}
