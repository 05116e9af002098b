import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { patchTerritoryDetails } from "@/api/generated/sdk.gen";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useEdit } from "@/kit/use-edit";
import { englishOf } from "@/lib/text";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

/** What a territory is called. */
export function EditDialog({ territory, onClose }: { territory: TerritoryDetails; onClose: () => void }) {
  const { t } = useLingui();
  const from = { name: territory.name.uk, name_en: englishOf(territory.name) };
  const { form, own, touched, change, send } = useEdit(from, territory.version);
  const [tried, setTried] = useState(false);
  const changing = useRegisterChange({
    ask: (body: Partial<typeof form>) =>
      send((headers) =>
        unwrap(patchTerritoryDetails({ path: { territory_id: territory.id }, body, headers })),
      ),
    said: t`Збережено`,
    onDone: onClose,
  });
  const submit = () => {
    setTried(true);
    if (!touched) return onClose();
    if (form.name.trim()) changing.mutate(own);
  };
  const field = (name: keyof typeof form, pointer: string, missing?: string | false) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    error: fieldError((tried && missing) || fieldErrorAt(changing.error, pointer)),
  });
  return (
    <Dialog
      opened
      title={t`Змінити територію`}
      lead={<Trans>Код і місце в дереві дає кодифікатор.</Trans>}
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Назва`}
        maxLength={200}
        data-autofocus
        {...field("name", "/name", !form.name.trim() && t`Напишіть назву`)}
      />
      <TextInput label={t`Назва англійською`} maxLength={200} {...field("name_en", "/name_en")} />
      <FormErrors error={changing.error} />
    </Dialog>
  );
}
