import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { patchMandateDetails } from "@/api/generated/sdk.gen";
import type { MandateDetails } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { QueryBoundary } from "@/kit/query-boundary";
import { useEdit } from "@/kit/use-edit";
import { englishOf } from "@/lib/text";
import { mandateQuery } from "@/queries/mandates";
import { Dialog } from "@/ui/dialog";
import { faultsOf, MandateFields, type MandateForm, NEW_MANDATE } from "./mandate-fields";
import { useSeatChange } from "./use-seat-change";

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
  const { form, own, touched, change, send } = useEdit(
    known ? formOf(known) : NEW_MANDATE,
    known?.version ?? 0,
  );
  const [tried, setTried] = useState(false);
  const changing = useSeatChange(
    (changed: Partial<MandateForm>) => {
      const path = { mandate_id: mandateId };
      const { ends_on: last, ...rest } = changed;
      const body = last === undefined ? rest : { ...rest, ends_on: last || null };
      return send((headers) => unwrap(patchMandateDetails({ path, body, headers })));
    },
    t`Повноваження змінено`,
    onClose,
  );
  const submit = () => {
    setTried(true);
    if (!touched) return onClose();
    if (!faultsOf(form)) changing.mutate(own);
  };
  return (
    <Dialog
      opened
      title={t`Змінити повноваження: ${name}`}
      submit={t`Зберегти`}
      busy={changing.isPending || !known}
      onClose={onClose}
      onSubmit={submit}
    >
      <QueryBoundary query={mandate} loading={<Trans>Завантажуємо…</Trans>}>
        {(data) => (
          <MandateFields
            form={form}
            onChange={change}
            tried={tried}
            refused={(pointer) => fieldErrorAt(changing.error, pointer)}
            begun={data.state !== "upcoming"}
          />
        )}
      </QueryBoundary>
      <FormErrors error={changing.error} />
    </Dialog>
  );
}
