import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { postOrganisationMandates } from "@/api/generated/sdk.gen";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useLocale } from "@/lib/locale";
import { SectorLabel } from "@/modules/organisations/sector";
import { OrganisationField } from "@/modules/registers/organisation-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { faultsOf, MandateFields, type MandateForm, NEW_MANDATE } from "./mandate-fields";
import { EMPTY_PERSON, named, WhoField } from "./person-field";
import { useSeatChange } from "./use-seat-change";

interface GiveMandateDialogProps {
  /** For which organisation, where there is no choice. */
  only?: OrganisationOut;
  onClose: () => void;
}

/** Lets somebody act for an organisation; a seat comes after. */
export function GiveMandateDialog({ only, onClose }: GiveMandateDialogProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const [organisation, setOrganisation] = useState(only?.id ?? "");
  const [who, setWho] = useState(EMPTY_PERSON);
  const [form, setForm] = useState<MandateForm>({ ...NEW_MANDATE, starts_on: dates.today() });
  const [tried, setTried] = useState(false);
  const giving = useSeatChange(
    (person: { person: string } | { email: string }) =>
      unwrap(
        postOrganisationMandates({
          path: { organisation_id: organisation },
          body: { ...form, ...person, ends_on: form.ends_on || null },
          headers: idempotencyKey(),
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
  const refused = (pointer: string) => fieldErrorAt(giving.error, pointer);
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
            setWho(EMPTY_PERSON);
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
      <FormErrors error={giving.error} />
    </Dialog>
  );
}
