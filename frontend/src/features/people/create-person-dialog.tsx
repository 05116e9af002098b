import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, TextInput } from "@mantine/core";
import { postPeople } from "@/api/generated/sdk.gen";
import type { Me } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { keys } from "@/queries/keys";

interface Person {
  email: string;
  name_uk: string;
  name_en: string;
  language: Me["language"];
}

const EMPTY: Person = { email: "", name_uk: "", name_en: "", language: "uk" };

/** Makes an account and has its holder written to. */
export function CreatePersonDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const command = useCommand({
    run: (body: Person) => unwrap(postPeople({ body })),
    success: t`Запрошення надіслано`,
    invalidates: [keys.people],
    onSuccess: onClose,
  });
  const form = useForm({
    initial: EMPTY,
    command,
    required: { email: t`Впишіть адресу`, name_uk: t`Впишіть ім’я` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Запросити особу`}
      lead={<Trans>Надішлемо лист із посиланням, за яким особа задасть пароль.</Trans>}
      submit={t`Запросити`}
      onClose={onClose}
    >
      <TextInput
        label={t`Електронна пошта`}
        type="email"
        maxLength={254}
        data-autofocus
        {...form.text("email")}
      />
      <TextInput label={t`Ім’я та прізвище`} maxLength={120} {...form.text("name_uk")} />
      <TextInput
        label={t`Те саме латиницею`}
        description={t`Можна лишити порожнім`}
        maxLength={120}
        {...form.text("name_en")}
      />
      <Radio.Group label={t`Мова листів і сторінок`} {...form.choice("language")}>
        <div className="v-choices">
          <Radio value="uk" label="Українська" lang="uk" />
          <Radio value="en" label="English" lang="en" />
        </div>
      </Radio.Group>
    </FormDialog>
  );
}
