import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Switch, TextInput } from "@mantine/core";
import type { MailHours } from "@/api/generated/types.gen";
import { InlineForm } from "@/kit/inline-form";
import { type FormCommand, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import classes from "./notifications.module.css";

interface MailHoursFormProps {
  hours: MailHours;
  command: FormCommand<MailHours>;
}

/** When mail may come: not in quiet hours, on working days, digests in the morning. */
export function MailHoursForm({ hours, command }: MailHoursFormProps) {
  const { t } = useLingui();
  const form = useForm({
    initial: hours,
    command,
    pointers: {
      quiet_from: ["/hours/quiet_from"],
      quiet_until: ["/hours/quiet_until"],
      digest_at: ["/hours/digest_at"],
    },
  });
  const time = (name: "quiet_from" | "quiet_until" | "digest_at", label: string) => {
    const { value, onChange, error } = form.value(name);
    return (
      <TextInput
        type="time"
        label={label}
        value={value ?? ""}
        onChange={(event) => onChange(event.currentTarget.value || null)}
        error={error}
      />
    );
  };
  return (
    <InlineForm form={form} className={classes.hours} submit={<Trans>Зберегти години</Trans>}>
      <h3 className={classes.subtitle}>
        <Trans>Коли надсилати листи й сповіщення</Trans>
      </h3>
      <div className={classes.times}>
        {time("quiet_from", t`Тихі години з`)}
        {time("quiet_until", t`Тихі години до`)}
        {time("digest_at", t`Година зведення`)}
      </div>
      <WorkingDays
        days={form.values.working_days}
        onChange={(working_days) => form.change({ working_days })}
      />
      <Switch
        label={t`Не надсилати у державні свята`}
        description={t`Також під час воєнного стану, коли ці дні робочі`}
        {...form.check("holidays_off")}
      />
    </InlineForm>
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
