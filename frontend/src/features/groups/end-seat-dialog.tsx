import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteGroupMember } from "@/api/generated/sdk.gen";
import type { MembershipOut } from "@/api/generated/types.gen";
import { Dialog } from "@/design/dialog";
import { useReader } from "@/lib/reader";
import { ReasonField } from "@/widgets/mandates/reason-field";
import { refusedAt, useSeatChange } from "@/widgets/mandates/use-seat-change";

interface EndSeatDialogProps {
  groupId: string;
  member: MembershipOut;
  onClose: () => void;
}

/** Takes somebody from the table: what they could see and do here ends in the same second. */
export function EndSeatDialog({ groupId, member, onClose }: EndSeatDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const path = { group_id: groupId, membership_id: member.id };
  const ending = useSeatChange(
    (body: { reason: string }) => answered(deleteGroupMember({ path, body })),
    t`Участь припинено. Доступ закрито цієї ж миті`,
    onClose,
  );
  const name = say(member.person.name);
  const send = () => {
    setTried(true);
    if (reason.trim()) ending.mutate({ reason: reason.trim() });
  };
  return (
    <Dialog
      opened
      title={t`Припинити участь: ${name}`}
      lead={<Trans>Доступ до групи, тем і доручень закриється одразу. Написане лишиться з підписом.</Trans>}
      submit={t`Припинити участь`}
      submitKind="danger"
      busy={ending.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <ReasonField
        first
        value={reason}
        onChange={setReason}
        tried={tried}
        refused={refusedAt(ending.error, "/reason")}
      />
    </Dialog>
  );
}
