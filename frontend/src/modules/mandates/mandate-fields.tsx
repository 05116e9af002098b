import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import type { Form } from "@/kit/use-form";
import { DateField } from "@/ui/date-field";
import classes from "./mandates.module.css";
import { type Position, PositionFields, positionOf } from "./position-fields";

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

/** What is wrong with what was filled in, for `useForm`. */
export function useMandateRules() {
  const { t } = useLingui();
  const required = {
    position: t`Напишіть посаду`,
    document: t`Назвіть документ, яким призначено`,
    starts_on: t`Впишіть дату: день, місяць і рік`,
  };
  const validate = ({ starts_on, ends_on }: MandateForm) => ({
    ends_on: ends_on !== "" && ends_on < starts_on && t`Останній день не може бути раніше за перший`,
  });
  return { required, validate };
}

interface MandateFieldsProps {
  form: Pick<Form<MandateForm>, "values" | "change" | "text" | "refusals">;
  /** Its first day stays: who could see what, and since when, is reckoned from it. */
  begun?: boolean;
}

/** The post, what appoints to it, and its days. */
export function MandateFields({ form, begun }: MandateFieldsProps) {
  const { t } = useLingui();
  const day = (name: "starts_on" | "ends_on") => ({
    value: form.values[name],
    onChange: (chosen: string) => form.change({ [name]: chosen }),
    error: form.text(name).error,
  });
  return (
    <>
      <PositionFields label={t`Посада`} {...positionOf(form)} />
      <TextInput
        label={t`Документ про призначення`}
        placeholder={t`Наказ № 5 від 12.01.2026`}
        maxLength={300}
        {...form.text("document")}
      />
      <div className={classes.days}>
        {!begun && <DateField label={t`На посаді з`} {...day("starts_on")} />}
        <DateField label={t`До (необов’язково)`} {...day("ends_on")} />
      </div>
    </>
  );
}
