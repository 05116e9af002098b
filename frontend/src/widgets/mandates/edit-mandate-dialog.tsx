import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { answered } from "@/api/answered";
import { patchMandateDetails } from "@/api/generated/sdk.gen";
import type { MandateDetails } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { mandateQuery } from "@/data/mandates";
import { Dialog } from "@/design/dialog";
import { QueryGate } from "../query-gate";
import { faultsOf, MandateFields, type MandateForm } from "./mandate-fields";
import { refusedAt, useSeatChange } from "./use-seat-change";

interface EditMandateDialogProps {
  mandateId: string;
  name: string;
  onClose: () => void;
}

function formOf(mandate: MandateDetails): MandateForm {
  const english = mandate.position.en === mandate.position.uk ? "" : mandate.position.en;
  return {
    position: mandate.position.uk,
    position_en: english,
    document: mandate.document,
    starts_on: mandate.starts_on,
    ends_on: mandate.ends_on ?? "",
  };
}

/** The post, the document, the days: another person or organisation would be another mandate. */
export function EditMandateDialog({ mandateId, name, onClose }: EditMandateDialogProps) {
  const { t } = useLingui();
  const mandate = useQuery(mandateQuery(mandateId));
  const [typed, setTyped] = useState<MandateForm | null>(null);
  // The version that the person saw when they began to type: a change by somebody else is not overwritten unseen.
  const seen = useRef<number | null>(null);
  const [tried, setTried] = useState(false);
  const known = mandate.data;
  const form = typed ?? (known && formOf(known));
  const changing = useSeatChange(
    (body: MandateForm) => {
      const headers = ifMatch(seen.current ?? known?.version ?? 0);
      seen.current = null;
      const path = { mandate_id: mandateId };
      return answered(
        patchMandateDetails({ path, body: { ...body, ends_on: body.ends_on || null }, headers }),
      );
    },
    t`Повноваження змінено`,
    onClose,
  );
  const send = () => {
    setTried(true);
    if (!typed) return onClose();
    if (!faultsOf(typed)) changing.mutate(typed);
  };
  return (
    <Dialog
      opened
      title={t`Змінити повноваження: ${name}`}
      submit={t`Зберегти`}
      busy={changing.isPending || !form}
      onClose={onClose}
      onSubmit={send}
    >
      <QueryGate query={mandate} loading={<Trans>Завантажуємо…</Trans>}>
        {(data) =>
          form && (
            <MandateFields
              form={form}
              onChange={(changed) => {
                seen.current ??= data.version;
                setTyped(changed);
              }}
              tried={tried}
              refused={(pointer) => refusedAt(changing.error, pointer)}
            />
          )
        }
      </QueryGate>
    </Dialog>
  );
}
