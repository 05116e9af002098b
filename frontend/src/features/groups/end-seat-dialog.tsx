import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { deleteGroupMember } from "@/api/generated/sdk.gen";
import type { MembershipOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { invalidateSeats } from "@/queries/keys";

interface EndSeatDialogProps {
  groupId: string;
  member: MembershipOut;
  onClose: () => void;
}

/** Takes somebody from the table: what they could see and do here ends in the same second. */
export function EndSeatDialog({ groupId, member, onClose }: EndSeatDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const path = { group_id: groupId, membership_id: member.id };
  const command = useCommand({
    run: (body: { reason: string }) => unwrap(deleteGroupMember({ path, body })),
    success: t`Участь припинено. Доступ закрито цієї ж миті`,
    invalidates: invalidateSeats,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { reason: "" },
    command,
    required: { reason: t`Напишіть причину: вона лишиться в журналі` },
  });
  const name = say(member.person.name);
  return (
    <FormDialog
      form={form}
      title={t`Припинити участь: ${name}`}
      lead={<Trans>Доступ до групи, тем і доручень закриється одразу. Написане лишиться з підписом.</Trans>}
      submit={t`Припинити участь`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea label={t`Причина`} rows={3} maxLength={1000} data-autofocus {...form.text("reason")} />
    </FormDialog>
  );
}
