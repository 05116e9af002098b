import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { dayAfter } from "@/lib/dates";
import type { Period } from "@/queries/actions";
import { Button } from "@/ui/button";
import { DateField } from "@/ui/date-field";
import classes from "./accountability.module.css";

/** As far as the figures reach. */
const MOST_DAYS = 5 * 366;

interface OwnPeriodProps {
  period: Period;
  onShow: (period: Period) => void;
}

/** From a day to a day, both included. */
export function OwnPeriod({ period, onShow }: OwnPeriodProps) {
  const { t } = useLingui();
  const [first, setFirst] = useState(period.first ?? "");
  const [last, setLast] = useState(period.last ?? "");
  const [asked, setAsked] = useState(false);
  const repair =
    last < first
      ? t`Останній день раніший за перший`
      : first && last > dayAfter(first, MOST_DAYS)
        ? t`Виберіть не більше ніж п’ять років`
        : undefined;
  const show = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (first && last && !repair) onShow({ first, last });
  };
  return (
    <form className={classes.own} onSubmit={show}>
      <DateField label={t`Перший день`} value={first} onChange={setFirst} required />
      <DateField
        label={t`Останній день`}
        value={last}
        onChange={setLast}
        required
        error={asked && first && last ? repair : undefined}
      />
      <Button type="submit" kind="quiet">
        <Trans>Показати</Trans>
      </Button>
    </form>
  );
}
