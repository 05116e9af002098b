import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { patchDossierDetail } from "@/api/generated/sdk.gen";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { type FormCommand, touchedOf, useForm } from "@/kit/use-form";
import { useDossierCommand } from "./use-dossier-command";

interface Names {
  title: string;
  title_en: string;
}

/** The name of the dossier, in both languages. */
export function RenameDialog({ dossier, onClose }: { dossier: DossierPageOut; onClose: () => void }) {
  const { t } = useLingui();
  const command: FormCommand<Names> = useDossierCommand<Names>(dossier, {
    run: (names, { ifMatch }) =>
      unwrap(
        patchDossierDetail({
          path: { dossier_id: dossier.id },
          body: touchedOf(form, names),
          headers: ifMatch,
        }),
      ),
    success: t`Назву змінено`,
    onSuccess: onClose,
  });
  const form = useForm<Names>({
    initial: { title: dossier.title.uk, title_en: dossier.title.en },
    command,
    required: { title: t`Назвіть справу` },
  });
  return (
    <FormDialog form={form} title={t`Змінити назву`} submit={t`Зберегти`} onClose={onClose}>
      <TextInput label={t`Назва справи`} maxLength={200} data-autofocus {...form.text("title")} />
      <TextInput label={t`Назва англійською`} maxLength={200} {...form.text("title_en")} />
    </FormDialog>
  );
}
