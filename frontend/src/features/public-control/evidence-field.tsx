import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { dossierEvidenceQuery } from "@/queries/dossiers";
import { Button } from "@/ui/button";
import { ClearableSelect } from "@/ui/clearable-select";
import { Icon } from "@/ui/icon";
import { onDemand } from "@/ui/on-demand";

const AddEvidence = onDemand(async () => (await import("@/modules/dossier/add-evidence")).AddDossierEvidence);

interface EvidenceFieldProps {
  dossier: DossierPageOut;
  label: string;
  description?: string;
  value: string;
  onChange: (pieceId: string) => void;
  error: ReactNode;
}

/** One piece of what stands in the dossier, or a new one. */
export function EvidenceField({ dossier, value, onChange, ...field }: EvidenceFieldProps) {
  const { t } = useLingui();
  const adding = useDialog();
  const { data: pieces = [] } = useQuery(dossierEvidenceQuery(dossier.id));
  const own = pieces.filter(
    ({ subject, hidden, withdrawn_at }) => subject.kind === "dossier" && !hidden && !withdrawn_at,
  );
  const named = (number: number, title: string) => t`Доказ ${number}: ${title}`;
  return (
    <div>
      <ClearableSelect
        placeholder={t`Виберіть`}
        data={own.map(({ id, number, title }) => ({ value: id, label: named(number, title) }))}
        nothingFoundMessage={t`Доказів ще немає`}
        value={value || null}
        onChange={(id) => onChange(id ?? "")}
        {...field}
      />
      {dossier.allowed.includes("add_evidence") && (
        <Button kind="ghost" onPointerEnter={AddEvidence.preload} onClick={() => adding.open()}>
          <Icon of={IconPlus} />
          <Trans>Додати файл</Trans>
        </Button>
      )}
      {adding.render((_, close) => (
        <AddEvidence dossier={dossier} onClose={close} onAdded={({ id }) => onChange(id)} />
      ))}
    </div>
  );
}
