import { Trans } from "@lingui/react/macro";
import { IconUserCheck } from "@tabler/icons-react";
import type { ApprovalOut } from "@/api/generated/types.gen";
import { ButtonLink } from "@/design/button";
import { LedgerItem } from "@/design/ledger";
import { useReader } from "@/lib/reader";
import { useWaited } from "./waiting-entry";

interface ApprovalEntryProps {
  approval: ApprovalOut;
  /** Only the most pressing one has the honey button. */
  first: boolean;
}

/** A step of somebody else that waits for the reader to confirm it. */
export function ApprovalEntry({ approval, first }: ApprovalEntryProps) {
  const { say } = useReader();
  const { time, note } = useWaited()(approval.requested_at);
  const summary = say(approval.summary);
  const name = approval.requested_by && say(approval.requested_by.name);
  return (
    <LedgerItem
      you
      time={time}
      timeNote={note}
      eyebrow={
        <>
          <IconUserCheck size={16} stroke={1.75} aria-hidden="true" />
          <Trans>Чекає на ваше підтвердження</Trans>
        </>
      }
      title={summary}
      href="/approvals"
      action={
        <ButtonLink kind={first ? "call" : "quiet"} href="/approvals">
          <Trans>Розглянути</Trans>
          <span className="v-hidden">: {summary}</span>
        </ButtonLink>
      }
    >
      {name && (
        <p className="v-small v-t2">
          <Trans>Просить {name}</Trans>
        </p>
      )}
    </LedgerItem>
  );
}
