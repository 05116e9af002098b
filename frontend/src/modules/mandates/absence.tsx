import { Trans, useLingui } from "@lingui/react/macro";
import { IconX } from "@tabler/icons-react";
import { deleteDeputyshipDetails } from "@/api/generated/sdk.gen";
import type { DeputyshipOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useLocale } from "@/lib/locale";
import { ToolButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import classes from "./mandates.module.css";
import { useSeatChange } from "./use-seat-change";

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
          <IconX size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      )}
    </div>
  );
}

/** The holder is back: the deputy acts no longer. */
export function EndAbsenceDialog({ absence, onClose }: { absence: DeputyshipOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const ending = useSeatChange(
    () => unwrap(deleteDeputyshipDetails({ path: { deputyship_id: absence.id } })),
    t`Заступництво припинено`,
    onClose,
  );
  const name = say(absence.deputy.name);
  return (
    <Dialog
      opened
      title={t`Припинити заступництво: ${name}`}
      lead={<Trans>Ця людина більше не діятиме за цими повноваженнями.</Trans>}
      submit={t`Припинити заступництво`}
      submitKind="danger"
      busy={ending.isPending}
      onClose={onClose}
      onSubmit={() => ending.mutate(undefined)}
    >
      <FormErrors error={ending.error} />
    </Dialog>
  );
}
