import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconCalendarEvent } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { formatDateInput, isWholeDate, parseDateInput } from "@/lib/date-input";
import { useLocale } from "@/lib/locale";
import { ToolButton } from "./button";
import classes from "./date-field.module.css";
import { fieldError } from "./field-error";
import { Icon } from "./icon";

interface DateFieldProps {
  label: string;
  /** `YYYY-MM-DD`, or empty while what is typed is no date. */
  value: string;
  onChange: (value: string) => void;
  description?: ReactNode;
  error?: ReactNode;
  min?: string;
  required?: boolean;
}

type DateInput = Pick<DateFieldProps, "value" | "onChange">;

/** Keep what is typed apart from the date that it means, and complain of half a date once the field is left. */
function useDateInput({ value, onChange }: DateInput) {
  const { t } = useLingui();
  const { language } = useLocale();
  const [typed, setTyped] = useState(formatDateInput(value, language));
  const [left, setLeft] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const half = typed.trim() !== "" && parseDateInput(typed) === "";
  const repair = isWholeDate(typed) ? t`Такої дати немає` : t`Впишіть дату: день, місяць і рік`;
  // Half a date is not “no date”: the form is not submitted while it stands here.
  useEffect(() => field.current?.setCustomValidity(half ? repair : ""), [half, repair]);
  useEffect(() => {
    setTyped((now) => (parseDateInput(now) === value ? now : formatDateInput(value, language)));
  }, [value, language]);
  const type = (words: string) => {
    setTyped(words);
    setLeft(false);
    onChange(parseDateInput(words));
  };
  const leave = () => {
    setLeft(true);
    if (value) setTyped(formatDateInput(value, language));
  };
  const pick = (day: string) => type(formatDateInput(day, language));
  return { field, typed, type, pick, leave, complain: () => setLeft(true), problem: half && left && repair };
}

/**
 * A date as it is written in the reader's language, «01.12.2025» or “1 Dec 2025”, whatever the browser's own language;
 * its calendar is one press away.
 */
export function DateField({ value, onChange, min, error, ...rest }: DateFieldProps) {
  const { t } = useLingui();
  const { language } = useLocale();
  const { field, typed, type, pick, leave, complain, problem } = useDateInput({ value, onChange });
  const calendar = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.root}>
      <TextInput
        {...rest}
        ref={field}
        error={problem ? fieldError(problem) : error}
        onBlur={leave}
        onInvalid={complain}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        placeholder={t`дд.мм.рррр`}
        inputMode={language === "en" ? "text" : "numeric"}
        autoComplete="off"
        rightSectionWidth={46}
        rightSection={
          <ToolButton label={t`Вибрати в календарі`} onClick={() => calendar.current?.showPicker()}>
            <Icon of={IconCalendarEvent} />
          </ToolButton>
        }
      />
      <input
        ref={calendar}
        className={classes.calendar}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={value}
        min={min}
        onChange={(event) => pick(event.currentTarget.value)}
      />
    </div>
  );
}
