import { Trans, useLingui } from "@lingui/react/macro";
import { deleteGroupMember } from "@/api/generated/sdk.gen";
import type { MembershipOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useCommand } from "@/kit/use-command";
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
  const ending = useCommand({
    run: (reason: string) => unwrap(deleteGroupMember({ path, body: { reason } })),
    success: t`Участь припинено. Доступ закрито цієї ж миті`,
    invalidates: invalidateSeats,
    onSuccess: onClose,
  });
  const name = say(member.person.name);
  return (
    <ReasonDialog
      title={t`Припинити участь: ${name}`}
      lead={<Trans>Доступ до групи, тем і доручень закриється одразу. Написане лишиться з підписом.</Trans>}
      label={t`Причина`}
      missing={t`Напишіть причину: вона лишиться в журналі`}
      most={1000}
      submit={t`Припинити участь`}
      submitKind="danger"
      busy={ending.isPending}
      problem={ending.error}
      onClose={onClose}
      onSubmit={(reason) => ending.mutate(reason)}
    />
  );
}
