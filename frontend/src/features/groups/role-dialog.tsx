import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { patchGroupMember } from "@/api/generated/sdk.gen";
import type { MembershipOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useLocale } from "@/lib/locale";
import { useSeatChange } from "@/modules/mandates/use-seat-change";
import { Dialog } from "@/ui/dialog";
import { RoleChoice } from "./role-choice";

interface RoleDialogProps {
  groupId: string;
  member: MembershipOut;
  onClose: () => void;
}

/** Gives a seat another role. */
export function RoleDialog({ groupId, member, onClose }: RoleDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [role, setRole] = useState(member.role);
  const changing = useSeatChange(
    () =>
      unwrap(
        patchGroupMember({
          path: { group_id: groupId, membership_id: member.id },
          body: { role },
          headers: ifMatch(member.version),
        }),
      ),
    t`Роль змінено`,
    onClose,
  );
  const name = say(member.person.name);
  return (
    <Dialog
      opened
      title={t`Змінити роль: ${name}`}
      submit={t`Змінити роль`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={() => (role === member.role ? onClose() : changing.mutate(undefined))}
    >
      <RoleChoice value={role} onChange={setRole} gender={member.person.gender} />
      <FormErrors error={changing.error} />
    </Dialog>
  );
}
