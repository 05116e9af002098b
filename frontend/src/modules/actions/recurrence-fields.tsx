import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useLocale } from "@/lib/locale";
import { ClearableSelect } from "@/ui/clearable-select";
import { DateField } from "@/ui/date-field";
import { ending, endless, endOf, USUAL, useRecurrenceWords } from "./recurrence";

interface RecurrenceFieldsProps {
  rule: string;
  onChange: (rule: string) => void;
  error: ReactNode;
}

/** Whether a new one is made when this is closed, how often and until when. */
export function RecurrenceFields({ rule, onChange, error }: RecurrenceFieldsProps) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const words = useRecurrenceWords();
  const often = endless(rule);
  const usual = Object.entries(USUAL).map(([value, name]) => ({ value, label: i18n._(name) }));
  const own = often && !(often in USUAL) ? [{ value: often, label: words(often) }] : [];
  return (
    <>
      <ClearableSelect
        label={t`Повторювати`}
        description={t`Коли доручення закриють, буде створено наступне`}
        placeholder={t`Не повторюється`}
        data={[...usual, ...own]}
        value={often || null}
        onChange={(value) => onChange(ending(value ?? "", endOf(rule)))}
        error={error}
      />
      {often && (
        <DateField
          label={t`Повторювати до (необов’язково)`}
          value={endOf(rule)}
          min={dates.today()}
          onChange={(day) => onChange(ending(rule, day))}
        />
      )}
    </>
  );
}
