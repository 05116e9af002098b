import { Trans, useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import { postOfficeInvitations, postOffices } from "@/api/generated/sdk.gen";
import type { InviteToOfficeInRequest, TerritoryRef } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useOutcome } from "@/modules/approvals/use-outcome";
import { useInviting } from "@/modules/invitations/use-inviting";
import { invalidateRegisters } from "@/queries/keys";
import { PersonDialog, usePersonRules } from "./person-dialog";
import { TerritoryField } from "./territory-field";
import { OFFICES } from "./words";

const KINDS: InviteToOfficeInRequest["kind"][] = ["coordinator", "data_protection_officer"];

interface GiveOfficeDialogProps {
  /** Where; without it the dialog asks. */
  territory?: TerritoryRef;
  onClose: () => void;
}

function useGiveOffice({ territory, onClose }: GiveOfficeDialogProps) {
  const { t } = useLingui();
  const giving = useCommand({
    run: (body: InviteToOfficeInRequest, { idempotencyKey }) =>
      unwrap(postOffices({ body, headers: idempotencyKey })),
    invalidates: invalidateRegisters,
    onSuccess: useOutcome(t`Роль надано. Особа вже отримала сповіщення`, onClose),
  });
  const inviting = useInviting(
    (body: InviteToOfficeInRequest, { idempotencyKey }) =>
      unwrap(postOfficeInvitations({ body, headers: idempotencyKey })),
    onClose,
  );
  const { required, ...rules } = usePersonRules();
  const form = useForm<InviteToOfficeInRequest>({
    initial: { email: "", kind: "coordinator", territory: territory?.id ?? "", document: "" },
    command: giving,
    refusal: inviting.error,
    required: { ...required, territory: t`Виберіть територію` },
    ...rules,
  });
  return { form, inviting };
}

/** Request an office of a territory for a person; a second person confirms it. */
export function GiveOfficeDialog(props: GiveOfficeDialogProps) {
  const { territory, onClose } = props;
  const { t, i18n } = useLingui();
  const { form, inviting } = useGiveOffice(props);
  return (
    <PersonDialog
      title={t`Надати роль`}
      lead={
        <Trans>
          Собі роль надати не можна. Діятиме вона, коли її підтвердить друга особа: інший адміністратор або
          той, хто вже має таку саму роль для всієї території. Розмов у групах роль не відкриває.
        </Trans>
      }
      submit={t`Надати роль`}
      form={form}
      email={form.text("email")}
      document={form.text("document")}
      invite={inviting}
      onClose={onClose}
    >
      <Radio.Group label={t`Роль`} {...form.choice("kind")}>
        {KINDS.map((kind) => (
          <Radio key={kind} value={kind} label={i18n._(OFFICES[kind])} />
        ))}
      </Radio.Group>
      {!territory && (
        <TerritoryField
          label={t`Територія`}
          description={t`Роль діє в ній і в усьому, що до неї входить`}
          {...form.value("territory")}
          value={null}
        />
      )}
    </PersonDialog>
  );
}
