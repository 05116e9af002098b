import type { ReactNode } from "react";
import type { MinutesOut } from "@/api/generated/types.gen";
import type { ConfirmWords } from "@/kit/confirm-dialog";
import type { VersionedAttempt } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useMinutesCommand } from "@/modules/minutes/use-minutes-command";
import { Button, type ButtonKind } from "@/ui/button";

interface ConfirmedButtonProps extends ConfirmWords {
  minutes: MinutesOut;
  kind?: ButtonKind;
  /** What the button says; `submit` is what its question says. */
  label: ReactNode;
  success: string;
  run: (attempt: VersionedAttempt) => Promise<MinutesOut>;
}

/** A button that asks before it changes the minutes. */
export function ConfirmedButton({ minutes, kind, label, success, run, ...words }: ConfirmedButtonProps) {
  const command = useMinutesCommand(minutes, { run: (_, attempt) => run(attempt), success });
  const asking = useConfirm({ command, ...words });
  return (
    <>
      <Button kind={kind} wide={kind !== "call"} onClick={asking.open}>
        {label}
      </Button>
      {asking.dialog}
    </>
  );
}
