import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { putDossierLead } from "@/api/generated/sdk.gen";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useDossierCommand } from "./use-dossier-command";
import { usePeopleOfGroup } from "./use-people-of-group";

/** Somebody else of the group leads the dossier from now on. */
export function HandOverDialog({ dossier, onClose }: { dossier: DossierPageOut; onClose: () => void }) {
  const { t } = useLingui();
  const people = usePeopleOfGroup(dossier.group.id).filter(({ value }) => value !== dossier.lead.id);
  const command = useDossierCommand<{ lead: string }>(dossier, {
    // Nothing comes back to whoever may not read it any more.
    run: async (body, { ifMatch }) =>
      (await unwrap(putDossierLead({ path: { dossier_id: dossier.id }, body, headers: ifMatch }))) ||
      undefined,
    success: t`Ведення передано`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { lead: "" },
    command,
    required: { lead: t`Виберіть, хто вестиме справу` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Передати ведення`}
      lead={
        dossier.visibility === "participants" && (
          <Trans>Хто вів справу досі й не є її учасником, більше її не бачитиме.</Trans>
        )
      }
      submit={t`Передати`}
      onClose={onClose}
    >
      <Select label={t`Хто вестиме справу`} data={people} searchable {...form.choice("lead")} />
    </FormDialog>
  );
}
