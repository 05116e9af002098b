import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { patchMandateDetails } from "@/api/generated/sdk.gen";
import type { MandateDetails } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { touchedOf, useForm } from "@/kit/use-form";
import { englishOf } from "@/lib/text";
import { invalidateSeats } from "@/queries/keys";
import { mandateQuery } from "@/queries/mandates";
import { MandateFields, type MandateForm, NEW_MANDATE, useMandateRules } from "./mandate-fields";

interface EditMandateDialogProps {
  mandateId: string;
  name: string;
  onClose: () => void;
}

function formOf(mandate: MandateDetails): MandateForm {
  return {
    position: mandate.position.uk,
    position_en: englishOf(mandate.position),
    document: mandate.document,
    starts_on: mandate.starts_on,
    ends_on: mandate.ends_on ?? "",
  };
}

/** The post, the document, the days: another person or organisation would be another mandate. */
export function EditMandateDialog({ mandateId, name, onClose }: EditMandateDialogProps) {
  const { t } = useLingui();
  const mandate = useQuery(mandateQuery(mandateId));
  const known = mandate.data;
  const command = useCommand({
    run: ({ ends_on: last, ...rest }: Partial<MandateForm>, { ifMatch }) => {
      const body = last === undefined ? rest : { ...rest, ends_on: last || null };
      return unwrap(patchMandateDetails({ path: { mandate_id: mandateId }, body, headers: ifMatch }));
    },
    version: known?.version ?? 0,
    success: t`Повноваження змінено`,
    invalidates: invalidateSeats,
    onSuccess: onClose,
  });
  const form = useForm({ initial: known ? formOf(known) : NEW_MANDATE, command, ...useMandateRules() });
  const submit = () => {
    if (Object.keys(form.own).length === 0) return onClose();
    form.submit((values) => command.mutate(touchedOf(form, values)));
  };
  return (
    <FormDialog
      form={form}
      title={t`Змінити повноваження: ${name}`}
      submit={t`Зберегти`}
      busy={!known}
      onClose={onClose}
      onSubmit={submit}
    >
      <QueryBoundary query={mandate} loading={<Trans>Завантажуємо…</Trans>}>
        {(data) => <MandateFields form={form} begun={data.state !== "upcoming"} />}
      </QueryBoundary>
    </FormDialog>
  );
}
