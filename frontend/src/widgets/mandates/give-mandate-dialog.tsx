import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postOrganisationMandates } from "@/api/generated/sdk.gen";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { refusedAt } from "@/api/problem";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { SectorLabel } from "@/design/sector";
import { useReader } from "@/lib/reader";
import { OrganisationField } from "@/widgets/registers/organisation-field";
import { Unclaimed } from "../unclaimed";
import { faultsOf, MandateFields, type MandateForm, NEW_MANDATE } from "./mandate-fields";
import { useSeatChange } from "./use-seat-change";
import { NOBODY, named, WhoField } from "./who-field";

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
