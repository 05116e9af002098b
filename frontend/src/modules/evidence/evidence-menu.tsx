import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, Textarea } from "@mantine/core";
import { IconArrowBackUp, IconDotsVertical, IconEyeOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { FormDialog } from "@/kit/form-dialog";
import { type CommandOptions, useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import menuClasses from "@/ui/menu.module.css";
import type { Piece } from "./evidence-kinds";

/** How a piece of evidence is removed where it stands. */
export interface Removal {
  withdraw: () => Promise<unknown>;
  hide: (body: { reason: string }) => Promise<unknown>;
  invalidates: CommandOptions<void, unknown, never>["invalidates"];
  /** Who reads the reason: «Її побачать усі, хто бачить доручення». */
  readers: string;
  /** What else becomes of it when it is hidden. */
  consequence?: ReactNode;
}

interface RemovalProps {
  piece: Piece;
  removal: Removal;
}

/** The ways to remove a piece of evidence that are open to the reader; nothing where none is. */
export function EvidenceMenu({ piece, removal }: RemovalProps) {
  const { t } = useLingui();
  const withdrawal = useWithdrawal({ piece, removal });
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
        <HideEvidenceDialog piece={piece} removal={removal} onClose={close} />
      ))}
    </>
  );
}

function useWithdrawal({ piece, removal }: RemovalProps) {
  const { t } = useLingui();
  const { number, title } = piece;
  const command = useCommand({
    run: removal.withdraw,
    success: t`Доказ відкликано`,
    invalidates: removal.invalidates,
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
export function HideEvidenceDialog({ piece, removal, onClose }: RemovalProps & { onClose: () => void }) {
  const { t } = useLingui();
  const { number } = piece;
  const command = useCommand({
    run: removal.hide,
    success: t`Доказ приховано`,
    onSuccess: onClose,
    invalidates: removal.invalidates,
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Напишіть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Приховати доказ ${number}?`}
      lead={
        <>
          <Trans>
            Ніхто більше не побачить доказ і не завантажить файл. У переліку й історії лишиться, що він був,
            хто його приховав і чому.
          </Trans>{" "}
          {removal.consequence}
        </>
      }
      submit={t`Приховати`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea
        label={t`Причина`}
        description={removal.readers}
        rows={3}
        maxLength={1000}
        data-autofocus
        {...form.text("reason")}
      />
    </FormDialog>
  );
}
