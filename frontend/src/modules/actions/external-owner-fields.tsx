import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { fieldError } from "@/ui/field-error";

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
export function useBodyForm(body?: OutsideBodyOut) {
  const [form, setForm] = useState(body ? formOf(body) : EMPTY);
  const [tried, setTried] = useState(false);
  /** Whether it can be sent; says what is missing. */
  const complete = () => {
    setTried(true);
    return form.name.trim() !== "";
  };
  const change = (part: Partial<BodyForm>) => setForm((now) => ({ ...now, ...part }));
  return { form, change, complete, nameless: tried && !form.name.trim() };
}

interface BodyFieldsProps {
  of: ReturnType<typeof useBodyForm>;
  /** What the server said of what was sent. */
  error: unknown;
}

/** What a body without an account is called, how it is reached, and in which language. */
export function BodyFields({ of: { form, change, nameless }, error }: BodyFieldsProps) {
  const { t } = useLingui();
  const refused = (pointer: string) => fieldError(fieldErrorAt(error, pointer));
  return (
    <>
      <TextInput
        label={t`Назва виконавця`}
        maxLength={200}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={fieldError(nameless ? t`Напишіть, як називається виконавець` : undefined) ?? refused("/name")}
      />
      <TextInput
        label={t`Назва виконавця англійською`}
        description={t`Необов’язково`}
        maxLength={200}
        value={form.name_en}
        onChange={(event) => change({ name_en: event.currentTarget.value })}
        error={refused("/name_en")}
      />
      <TextInput
        label={t`Контактна особа`}
        maxLength={200}
        value={form.contact_name}
        onChange={(event) => change({ contact_name: event.currentTarget.value })}
        error={refused("/contact_name")}
      />
      <TextInput
        label={t`Електронна пошта виконавця`}
        type="email"
        maxLength={254}
        value={form.email}
        onChange={(event) => change({ email: event.currentTarget.value.trim() })}
        error={refused("/email")}
      />
      <TextInput
        label={t`Телефон виконавця`}
        type="tel"
        maxLength={40}
        value={form.phone}
        onChange={(event) => change({ phone: event.currentTarget.value })}
        error={refused("/phone")}
      />
      <Select
        label={t`Мова листів і сторінок`}
        data={[
          { value: "uk", label: "Українська" },
          { value: "en", label: "English" },
        ]}
        allowDeselect={false}
        value={form.language}
        onChange={(value) => change({ language: value === "en" ? "en" : "uk" })}
      />
    </>
  );
}
