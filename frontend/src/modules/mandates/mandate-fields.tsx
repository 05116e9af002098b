import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { DateField } from "@/ui/date-field";
import { fieldError } from "@/ui/field-error";
import classes from "./mandates.module.css";
import { type Position, PositionFields } from "./position-fields";

export interface MandateForm extends Position {
  document: string;
  starts_on: string;
  /** Empty: without an end. */
  ends_on: string;
}

export const NEW_MANDATE: MandateForm = {
  position: "",
  position_en: "",
  document: "",
  starts_on: "",
  ends_on: "",
};

/** Whether something has to be filled in before it is sent. */
export function faultsOf(form: MandateForm): boolean {
  const backwards = form.ends_on !== "" && form.ends_on < form.starts_on;
  return !form.position.trim() || !form.document.trim() || !form.starts_on || backwards;
}

interface MandateFieldsProps {
  form: MandateForm;
  onChange: (part: Partial<MandateForm>) => void;
  tried: boolean;
  refused: (pointer: string) => string | undefined;
  /** Its first day stays: who could see what, and since when, is reckoned from it. */
  begun?: boolean;
}

/** The post, what appoints to it, and its days. */
export function MandateFields({ form, onChange, tried, refused, begun }: MandateFieldsProps) {
  const { t } = useLingui();
  const missing = (value: string, words: string) => tried && !value.trim() && words;
  const backwards = form.ends_on !== "" && form.ends_on < form.starts_on;
  return (
    <>
      <PositionFields
        label={t`Посада`}
        value={form}
        onChange={onChange}
        refused={refused}
        error={fieldError(missing(form.position, t`Напишіть посаду`))}
      />
      <TextInput
        label={t`Документ про призначення`}
        placeholder={t`Наказ № 5 від 12.01.2026`}
        maxLength={300}
        value={form.document}
        onChange={(event) => onChange({ document: event.currentTarget.value })}
        error={fieldError(
          missing(form.document, t`Назвіть документ, яким призначено`) || refused("/document"),
        )}
      />
      <div className={classes.days}>
        {!begun && (
          <DateField
            label={t`На посаді з`}
            value={form.starts_on}
            onChange={(starts_on) => onChange({ starts_on })}
            error={fieldError(
              missing(form.starts_on, t`Впишіть дату: день, місяць і рік`) || refused("/starts_on"),
            )}
          />
        )}
        <DateField
          label={t`До (необов’язково)`}
          value={form.ends_on}
          onChange={(ends_on) => onChange({ ends_on })}
          error={fieldError(
            (tried && backwards && t`Останній день не може бути раніше за перший`) || refused("/ends_on"),
          )}
        />
      </div>
    </>
  );
}
