import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { postDossierVisibility } from "@/api/generated/sdk.gen";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import classes from "./dossier.module.css";
import { useDossierCommand } from "./use-dossier-command";

/** Who will read what, said before it is done: what people have read cannot be hidden from them again. */
export function WidenDialog({ dossier, onClose }: { dossier: DossierPageOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { id } = dossier;
  const command = useDossierCommand<{ knows: boolean }>(dossier, {
    run: (_, { ifMatch, idempotencyKey }) =>
      unwrap(postDossierVisibility({ path: { dossier_id: id }, headers: { ...ifMatch, ...idempotencyKey } })),
    success: t`Тепер справу бачить уся група`,
    onSuccess: onClose,
    also: [keys.access({ kind: "dossier", id })],
  });
  const form = useForm({
    initial: { knows: false },
    command,
    validate: ({ knows }) => ({ knows: !knows && t`Підтвердьте, що група може це прочитати` }),
  });
  // Whoever is told that it has changed meanwhile confirms what stands there now.
  const send = (values: { knows: boolean }) => command.mutate(values, { onError: form.reset });
  return (
    <FormDialog
      form={form}
      title={t`Показати всій групі`}
      lead={
        <Trans>
          Справу побачать усі, хто бере участь у групі «{say(dossier.group.name)}», і ті, хто долучиться
          пізніше. Сховати її знову не можна.
        </Trans>
      }
      submit={t`Показати всій групі`}
      onClose={onClose}
      onSubmit={() => form.submit(send)}
    >
      <ul className={classes.seen}>
        <li>
          <Trans>назву, учасників і їхні ролі</Trans>
        </li>
        <li>
          <Trans>усю історію від першого дня, з поясненнями</Trans>
        </li>
        <li>
          <Trans>усі докази разом із файлами</Trans>
        </li>
      </ul>
      <Checkbox label={t`Розумію: усе це прочитає вся група`} {...form.check("knows")} />
    </FormDialog>
  );
}
