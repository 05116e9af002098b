import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import type { Form } from "@/kit/use-form";
import { EnglishFields } from "@/ui/english-fields";

export interface Texts {
  text: string;
  english: string;
}

interface TextFieldsProps {
  form: Pick<Form<Texts>, "text" | "values">;
  label: string;
}

/** A text in Ukrainian and, for who needs it, in English. */
export function TextFields({ form, label }: TextFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <Textarea label={label} rows={4} maxLength={4000} data-autofocus {...form.text("text")} />
      <EnglishFields opened={form.values.english !== ""}>
        <Textarea label={t`Те саме англійською`} rows={4} maxLength={4000} {...form.text("english")} />
      </EnglishFields>
    </>
  );
}
