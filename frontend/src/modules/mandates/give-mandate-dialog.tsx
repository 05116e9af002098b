import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { postOrganisationMandates } from "@/api/generated/sdk.gen";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { refusedAt } from "@/api/problem";
import { answered } from "@/api/unwrap";
import { Unclaimed } from "@/kit/form-errors";
import { useReader } from "@/lib/locale";
import { SectorLabel } from "@/modules/organisations/sector";
import { OrganisationField } from "@/modules/registers/organisation-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { faultsOf, MandateFields, type MandateForm, NEW_MANDATE } from "./mandate-fields";
import { NOBODY, named, WhoField } from "./person-field";
import { useSeatChange } from "./use-seat-change";

interface GiveMandateDialogProps {
  /** For which organisation, where there is no choice. */
  only?: OrganisationOut;
  onClose: () => void;
}

/** Lets somebody act for an organisation; a seat comes after. */
export function GiveMandateDialog({ only, onClose }: GiveMandateDialogProps) {
  const { t } = useLingui();
  const { say, dates } = useReader();
  const [organisation, setOrganisation] = useState(only?.id ?? "");
  const [who, setWho] = useState(NOBODY);
  const [form, setForm] = useState<MandateForm>({ ...NEW_MANDATE, starts_on: dates.today() });
  const [tried, setTried] = useState(false);
  const giving = useSeatChange(
    (person: { person: string } | { email: string }) =>
      answered(
        postOrganisationMandates({
          path: { organisation_id: organisation },
          body: { ...form, ...person, ends_on: form.ends_on || null },
          headers: once(),
        }),
      ),
    t`Повноваження надано. Тепер можна надати місце`,
    onClose,
  );
  const send = () => {
    setTried(true);
    const person = named(who);
    if (organisation && person && !faultsOf(form)) giving.mutate(person);
  };
  const refused = (pointer: string) => refusedAt(giving.error, pointer);
  return (
    <Dialog
      opened
      title={t`Надати повноваження`}
      lead={<Trans>Людина діятиме від імені організації та її сектору.</Trans>}
      submit={t`Надати повноваження`}
      busy={giving.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      {only ? (
        <SectorLabel sector={only.sector}>{say(only.name)}</SectorLabel>
      ) : (
        <OrganisationField
          appointed
          value={organisation}
          onChange={(chosen) => {
            setOrganisation(chosen);
            setWho(NOBODY);
          }}
          error={fieldError(tried && !organisation && t`Виберіть організацію`)}
        />
      )}
      <WhoField
        organisationId={organisation}
        label={t`Людина`}
        who={who}
        onChange={setWho}
        tried={tried}
        refused={refused}
      />
      <MandateFields
        form={form}
        onChange={(part) => setForm((known) => ({ ...known, ...part }))}
        tried={tried}
        refused={refused}
      />
      <Unclaimed error={giving.error} />
    </Dialog>
  );
}
