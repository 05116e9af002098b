import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { patchDossierControl } from "@/api/generated/sdk.gen";
import type { ControlOut, DossierPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { touchedOf, useForm } from "@/kit/use-form";
import { MECHANISMS, type Mechanism, useChoices } from "@/modules/public-control/words";
import { DateField } from "@/ui/date-field";
import { EvidenceField } from "./evidence-field";
import { useControlCommand } from "./use-control-command";

interface Facts {
  mechanism: Mechanism;
  planned_on: string;
  place: string;
  mandate_letter: string;
}

export interface ControlDialogProps {
  dossier: DossierPageOut;
  control: ControlOut;
  onClose: () => void;
}

function useFactsForm({ dossier, control, onClose }: ControlDialogProps) {
  const { t } = useLingui();
  const letter = control.mandate_letter;
  const initial: Facts = {
    mechanism: control.mechanism,
    planned_on: control.planned_on ?? "",
    place: control.place,
    mandate_letter: letter?.present ? letter.id : "",
  };
  const command = useControlCommand<Partial<Facts>>(dossier, {
    run: ({ planned_on, mandate_letter, ...rest }, { ifMatch }) =>
      unwrap(
        patchDossierControl({
          path: { dossier_id: dossier.id },
          body: {
            ...rest,
            ...(planned_on === undefined ? {} : { planned_on: planned_on || null }),
            ...(mandate_letter === undefined ? {} : { mandate_letter: mandate_letter || null }),
          },
          headers: ifMatch,
        }),
      ),
    success: t`Відомості змінено`,
    onSuccess: onClose,
  });
  // A letter that is added here changes the version, too.
  const patch = { ...command, begin: () => undefined };
  const form = useForm<Facts>({ initial, command: patch });
  return { form, send: () => form.submit((values) => command.mutate(touchedOf(form, values))) };
}

/**
 * What may change while the control is prepared, and the letter by which its monitors are named. After the visit
 * that letter alone, in place of one that was hidden.
 */
export function EditControlDialog(props: ControlDialogProps) {
  const { t } = useLingui();
  const { form, send } = useFactsForm(props);
  const mechanisms = useChoices(MECHANISMS);
  return (
    <FormDialog
      form={form}
      title={t`Відомості про контроль`}
      submit={t`Зберегти`}
      onSubmit={send}
      onClose={props.onClose}
    >
      <EvidenceField
        dossier={props.dossier}
        label={t`Мандат`}
        description={t`Лист, у якому названо монітори. Без нього перевірку не провести`}
        {...form.value("mandate_letter")}
      />
      {!props.control.conducted_on && (
        <>
          <Select
            label={t`Як перевіряємо`}
            data={mechanisms}
            allowDeselect={false}
            {...form.choice("mechanism")}
          />
          <DateField label={t`Коли (необов’язково)`} {...form.value("planned_on")} />
          <TextInput label={t`Де (необов’язково)`} maxLength={200} {...form.text("place")} />
        </>
      )}
    </FormDialog>
  );
}
