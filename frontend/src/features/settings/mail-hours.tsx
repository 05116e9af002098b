import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import type { MailHours } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { useLocale } from "@/lib/locale";
import { Button } from "@/ui/button";
import { fieldError } from "@/ui/field-error";
import classes from "./notifications.module.css";

interface MailHoursFormProps {
  hours: MailHours;
  busy: boolean;
  error: unknown;
  onSave: (hours: MailHours) => void;
}

/** When mail may come: not in quiet hours, on working days, digests in the morning. */
export function MailHoursForm({ hours, busy, error, onSave }: MailHoursFormProps) {
  const { t } = useLingui();
  const [wanted, setWanted] = useState(hours);
  const change = (part: Partial<MailHours>) => setWanted((now) => ({ ...now, ...part }));
  const time = (name: "quiet_from" | "quiet_until" | "digest_at", label: string) => (
    <TextInput
      type="time"
      label={label}
      value={wanted[name] ?? ""}
      onChange={(event) => change({ [name]: event.currentTarget.value || null })}
      error={fieldError(fieldErrorAt(error, `/hours/${name}`))}
    />
  );
  return (
    <form
      className={classes.hours}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(wanted);
      }}
    >
      <h3 className={classes.subtitle}>
        <Trans>Коли надсилати листи й сповіщення</Trans>
      </h3>
      <div className={classes.times}>
        {time("quiet_from", t`Тихі години з`)}
        {time("quiet_until", t`Тихі години до`)}
        {time("digest_at", t`Година зведення`)}
      </div>
      <WorkingDays days={wanted.working_days} onChange={(working_days) => change({ working_days })} />
      <Switch
        label={t`Не надсилати у державні свята`}
        description={t`Також під час воєнного стану, коли ці дні робочі`}
        checked={wanted.holidays_off}
        onChange={(event) => change({ holidays_off: event.currentTarget.checked })}
      />
      <Button type="submit" kind="quiet" busy={busy}>
        <Trans>Зберегти години</Trans>
      </Button>
    </form>
  );
}

interface WorkingDaysProps {
  days: number[];
  onChange: (days: number[]) => void;
}

/** At least one day stays. */
function WorkingDays({ days, onChange }: WorkingDaysProps) {
  const { language } = useLocale();
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return (
    <fieldset className={classes.days}>
      <legend>
        <Trans>У які дні</Trans>
      </legend>
      <Checkbox.Group
        value={days.map(String)}
        onChange={(chosen) => chosen.length > 0 && onChange(chosen.map(Number).sort())}
      >
        {[1, 2, 3, 4, 5, 6, 7].map((day) => (
          <Checkbox
            key={day}
            value={String(day)}
            // The fifth of January 1970 was a Monday.
            label={name.format(new Date(Date.UTC(1970, 0, 4 + day)))}
          />
        ))}
      </Checkbox.Group>
    </fieldset>
  );
}
