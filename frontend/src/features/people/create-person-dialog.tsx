import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postPeople } from "@/api/generated/sdk.gen";
import type { Me } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { toast } from "@/design/toast";
import { useFailureToast } from "@/widgets/failure-toast";
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
  const client = useQueryClient();
  const failed = useFailureToast();
  const [form, setForm] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const making = useMutation({
    mutationFn: () => answered(postPeople({ body: form })),
    onSuccess: () => {
      toast(t`Запрошення надіслано`);
      void client.invalidateQueries({ queryKey: keys.people });
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
  });
  const refused = (pointer: string) =>
    making.error instanceof ApiProblem ? making.error.field(pointer) : undefined;
  const submit = () => {
    setTried(true);
    if (form.email.trim() && form.name_uk.trim()) making.mutate();
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
    </Dialog>
  );
}
