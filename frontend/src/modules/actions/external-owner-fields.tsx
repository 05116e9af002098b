import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";

/** What is written of a body without an account. */
export interface BodyForm {
  name: string;
  name_en: string;
  contact_name: string;
  email: string;
  phone: string;
  language: "uk" | "en";
}

const EMPTY: BodyForm = { name: "", name_en: "", contact_name: "", email: "", phone: "", language: "uk" };

function formOf({ name, contact_name, email, phone, language }: OutsideBodyOut): BodyForm {
  return { name: name.uk, name_en: name.en, contact_name, email, phone, language };
}

/** The form of a body, a new one or one that is known. */
export function useBodyForm(command: FormCommand<BodyForm>, body?: OutsideBodyOut) {
  const { t } = useLingui();
  return useForm<BodyForm>({
    initial: body ? formOf(body) : EMPTY,
    command,
    required: { name: t`Напишіть, як називається виконавець` },
  });
}

/** What a body without an account is called, how it is reached, and in which language. */
export function BodyFields({ form }: { form: Form<BodyForm> }) {
  const { t } = useLingui();
  return (
    <>
      <TextInput label={t`Назва виконавця`} maxLength={200} {...form.text("name")} />
      <TextInput
        label={t`Назва виконавця англійською`}
        description={t`Необов’язково`}
        maxLength={200}
        {...form.text("name_en")}
      />
      <TextInput label={t`Контактна особа`} maxLength={200} {...form.text("contact_name")} />
      <TextInput label={t`Електронна пошта виконавця`} type="email" maxLength={254} {...form.text("email")} />
      <TextInput label={t`Телефон виконавця`} type="tel" maxLength={40} {...form.text("phone")} />
      <Select
        label={t`Мова листів і сторінок`}
        data={[
          { value: "uk", label: "Українська" },
          { value: "en", label: "English" },
        ]}
        allowDeselect={false}
        {...form.choice("language")}
      />
    </>
  );
}
