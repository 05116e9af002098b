import { Trans, useLingui } from "@lingui/react/macro";
import { IconX } from "@tabler/icons-react";
import { deleteDeputyshipDetails } from "@/api/generated/sdk.gen";
import type { DeputyshipOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { invalidateSeats } from "@/queries/keys";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./mandates.module.css";

interface AbsenceLineProps {
  absence: DeputyshipOut;
  /** Missing where the server lets the reader only see it. */
  onEnd?: () => void;
}

/** Who stands in from which day to which. */
export function AbsenceLine({ absence, onEnd }: AbsenceLineProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const deputy = say(absence.deputy.name);
  const first = dates.numeric(dates.day(absence.starts_at));
  const last = dates.numeric(dates.lastDay(absence.ends_at));
  return (
    <div className={classes.absence}>
      <p>{t`${first} – ${last}: заступає ${deputy}`}</p>
      {onEnd && (
        <ToolButton label={t`Припинити заступництво: ${deputy}`} onClick={onEnd}>
          <Icon of={IconX} />
        </ToolButton>
      )}
    </div>
  );
}

/** The holder is back: the deputy acts no longer. */
export function EndAbsenceDialog({ absence, onClose }: { absence: DeputyshipOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const command = useCommand({
    run: () => unwrap(deleteDeputyshipDetails({ path: { deputyship_id: absence.id } })),
    success: t`Заступництво припинено`,
    invalidates: invalidateSeats,
  });
  const name = say(absence.deputy.name);
  return (
    <ConfirmDialog
      title={t`Припинити заступництво: ${name}`}
      text={<Trans>Ця людина більше не діятиме за цими повноваженнями.</Trans>}
      submit={t`Припинити заступництво`}
      danger
      command={command}
      onClose={onClose}
    />
  );
}
