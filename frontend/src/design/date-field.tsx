import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconCalendarEvent } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { isoDate, typedDate } from "@/lib/typed-date";
import { ToolButton } from "./button";
import classes from "./date-field.module.css";

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

/** A date as people here write it, 01.12.2025, whatever the browser's own language; its calendar is one press away. */
export function DateField({ value, onChange, min, ...rest }: DateFieldProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(typedDate(value));
  const calendar = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setTyped((now) => (isoDate(now) === value ? now : typedDate(value)));
  }, [value]);
  const type = (words: string) => {
    setTyped(words);
    onChange(isoDate(words));
  };
  return (
    <div className={classes.root}>
      <TextInput
        {...rest}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        placeholder={t`дд.мм.рррр`}
        inputMode="numeric"
        autoComplete="off"
        rightSectionWidth={46}
        rightSection={
          <ToolButton label={t`Вибрати в календарі`} onClick={() => calendar.current?.showPicker()}>
            <IconCalendarEvent size={20} stroke={1.75} aria-hidden="true" />
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
        onChange={(event) => type(typedDate(event.currentTarget.value))}
      />
    </div>
  );
}
