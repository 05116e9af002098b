import { useLingui } from "@lingui/react/macro";
import { patchGroupMember } from "@/api/generated/sdk.gen";
import type { MembershipOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { invalidateSeats } from "@/queries/keys";
import { type Role, RoleChoice } from "./role-choice";

interface RoleDialogProps {
  groupId: string;
  member: MembershipOut;
  onClose: () => void;
}

/** Gives a seat another role. */
export function RoleDialog({ groupId, member, onClose }: RoleDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const path = { group_id: groupId, membership_id: member.id };
  const command = useCommand({
    run: (body: { role: Role }, { ifMatch }) => unwrap(patchGroupMember({ path, body, headers: ifMatch })),
    version: member.version,
    success: t`Роль змінено`,
    invalidates: invalidateSeats,
    onSuccess: onClose,
  });
  const form = useForm({ initial: { role: member.role }, command });
  const name = say(member.person.name);
  return (
    <FormDialog
      form={form}
      title={t`Змінити роль: ${name}`}
      submit={t`Змінити роль`}
      onClose={onClose}
      onSubmit={() => (form.values.role === member.role ? onClose() : form.submit())}
    >
      <RoleChoice {...form.choice("role")} gender={member.person.gender} />
    </FormDialog>
  );
}
