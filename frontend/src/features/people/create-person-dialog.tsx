import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { postPeople } from "@/api/generated/sdk.gen";
import type { Me } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-change";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import classes from "./people.module.css";

interface Form {
  email: string;
  name_uk: string;
  name_en: string;
  language: Me["language"];
}

const EMPTY: Form = { email: "", name_uk: "", name_en: "", language: "uk" };

/** Makes an account and has its holder written to. */
export function CreatePersonDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [form, setForm] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const making = useCommand({
    ask: (body: Form) => unwrap(postPeople({ body })),
    said: t`Запрошення надіслано`,
    onDone: onClose,
    forget: (client) => client.invalidateQueries({ queryKey: keys.people }),
  });
  const refused = (pointer: string) => fieldErrorAt(making.error, pointer);
  const submit = () => {
    setTried(true);
    if (form.email.trim() && form.name_uk.trim()) making.mutate(form);
  };
  return (
    <Dialog
      opened
      title={t`Запросити особу`}
      lead={<Trans>Надішлемо лист із посиланням, за яким особа задасть пароль.</Trans>}
      submit={t`Запросити`}
      busy={making.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Електронна пошта`}
        type="email"
        maxLength={254}
        data-autofocus
        value={form.email}
        onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
        error={fieldError((tried && !form.email.trim() && t`Впишіть адресу`) || refused("/email"))}
      />
      <TextInput
        label={t`Ім’я та прізвище`}
        maxLength={120}
        value={form.name_uk}
        onChange={(event) => setForm({ ...form, name_uk: event.currentTarget.value })}
        error={fieldError((tried && !form.name_uk.trim() && t`Впишіть ім’я`) || refused("/name_uk"))}
      />
      <TextInput
        label={t`Те саме латиницею`}
        description={t`Можна лишити порожнім`}
        maxLength={120}
        value={form.name_en}
        onChange={(event) => setForm({ ...form, name_en: event.currentTarget.value })}
        error={fieldError(refused("/name_en"))}
      />
      <Radio.Group
        label={t`Мова листів і сторінок`}
        value={form.language}
        onChange={(language) => setForm({ ...form, language: language === "en" ? "en" : "uk" })}
      >
        <div className={classes.choices}>
          <Radio value="uk" label="Українська" lang="uk" />
          <Radio value="en" label="English" lang="en" />
        </div>
      </Radio.Group>
      <FormErrors error={making.error} />
    </Dialog>
  );
}
