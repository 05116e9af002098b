import { Trans, useLingui } from "@lingui/react/macro";
import { postOrganisationMandates } from "@/api/generated/sdk.gen";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { useOutcome } from "@/modules/approvals/use-outcome";
import { SectorLabel } from "@/modules/organisations/sector";
import { OrganisationField } from "@/modules/registers/organisation-field";
import { invalidateSeats } from "@/queries/keys";
import { MandateFields, type MandateForm, NEW_MANDATE, useMandateRules } from "./mandate-fields";
import { EMPTY_PERSON, personOf, useWhoProblem, WHO_POINTERS, type Who, WhoField } from "./person-field";

interface GiveMandateDialogProps {
  /** For which organisation, where there is no choice. */
  only?: OrganisationOut;
  onClose: () => void;
}

interface Given extends MandateForm {
  organisation: string;
  who: Who;
}

function useGivingForm(organisation: string, onClose: () => void): Form<Given> {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { required, validate } = useMandateRules();
  const whoProblem = useWhoProblem();
  const command = useCommand({
    run: ({ organisation: id, who, ends_on, ...rest }: Given, { idempotencyKey }) =>
      unwrap(
        postOrganisationMandates({
          path: { organisation_id: id },
          body: { ...rest, ...personOf(who), ends_on: ends_on || null },
          headers: idempotencyKey,
        }),
      ),
    invalidates: invalidateSeats,
    onSuccess: useOutcome(t`Повноваження надано. Тепер можна надати місце`, onClose),
  });
  return useForm({
    initial: { ...NEW_MANDATE, starts_on: dates.today(), organisation, who: EMPTY_PERSON },
    command,
    required: { ...required, organisation: t`Виберіть організацію` },
    validate: (values) => ({ ...validate(values), who: whoProblem(values.who) }),
    pointers: { who: WHO_POINTERS },
  });
}

/** Lets somebody act for an organisation; a seat comes after. */
export function GiveMandateDialog({ only, onClose }: GiveMandateDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const form = useGivingForm(only?.id ?? "", onClose);
  return (
    <FormDialog
      form={form}
      title={t`Надати повноваження`}
      lead={<Trans>Людина діятиме від імені організації та її сектору.</Trans>}
      submit={t`Надати повноваження`}
      onClose={onClose}
    >
      {only ? (
        <SectorLabel sector={only.sector}>{say(only.name)}</SectorLabel>
      ) : (
        <OrganisationField
          appointed
          {...form.value("organisation")}
          onChange={(organisation) => form.change({ organisation, who: EMPTY_PERSON })}
        />
      )}
      <WhoField organisationId={form.values.organisation} label={t`Людина`} {...form.value("who")} />
      <MandateFields form={form} />
    </FormDialog>
  );
}
