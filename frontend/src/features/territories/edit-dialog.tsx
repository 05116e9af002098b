import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { patchTerritoryDetails } from "@/api/generated/sdk.gen";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { englishOf } from "@/lib/text";
import { invalidateRegisters } from "@/queries/keys";

interface Names {
  name: string;
  name_en: string;
}

/** What a territory is called. */
export function EditDialog({ territory, onClose }: { territory: TerritoryDetails; onClose: () => void }) {
  const { t } = useLingui();
  const command = useCommand({
    run: (body: Partial<Names>, { ifMatch }) =>
      unwrap(patchTerritoryDetails({ path: { territory_id: territory.id }, body, headers: ifMatch })),
    version: territory.version,
    success: t`Збережено`,
    invalidates: invalidateRegisters,
    onSuccess: onClose,
  });
  const form: Form<Names> = useForm({
    initial: { name: territory.name.uk, name_en: englishOf(territory.name) },
    // Only what was touched.
    command: { ...command, mutate: () => command.mutate(form.own) },
    required: { name: t`Напишіть назву` },
  });
  const touched = Object.keys(form.own).length > 0;
  return (
    <FormDialog
      form={form}
      title={t`Змінити територію`}
      lead={<Trans>Код і місце в дереві дає кодифікатор.</Trans>}
      submit={t`Зберегти`}
      onClose={onClose}
      onSubmit={() => (touched ? form.submit() : onClose())}
    >
      <TextInput label={t`Назва`} maxLength={200} data-autofocus {...form.text("name")} />
      <TextInput label={t`Назва англійською`} maxLength={200} {...form.text("name_en")} />
    </FormDialog>
  );
}
