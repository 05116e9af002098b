import { useLingui } from "@lingui/react/macro";
import { fieldErrorAt } from "@/api/problem";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { DateField } from "@/ui/date-field";
import { fieldError } from "@/ui/field-error";

interface DayFieldProps {
  /** `YYYY-MM-DD`, or empty. */
  value: string;
  onChange: (day: string) => void;
  problem: unknown;
}

/** The day on which a draft opens by itself. */
export function FirstDayField({ value, onChange, problem }: DayFieldProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  return (
    <DateField
      label={t`Відкрити з (необов’язково)`}
      description={t`На початку цього дня тема відкриється сама`}
      value={value}
      min={dayAfter(dates.today())}
      onChange={onChange}
      error={fieldError(fieldErrorAt(problem, "/opens_on"))}
    />
  );
}

/** The last day on which a thread stands open. */
export function LastDayField({ value, onChange, problem }: DayFieldProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  return (
    <DateField
      label={t`Відкрита до (необов’язково)`}
      description={t`Цього дня нагадаємо тому, хто веде тему, підбити підсумок. Сама тема не закриється`}
      value={value}
      min={dates.today()}
      onChange={onChange}
      error={fieldError(fieldErrorAt(problem, "/closes_on"))}
    />
  );
}
