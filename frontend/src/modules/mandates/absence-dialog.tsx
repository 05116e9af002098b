import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { postMandateDeputyships } from "@/api/generated/sdk.gen";
import type { DeputyshipOut, MandateDetails, MandateOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { useOutcome } from "@/modules/approvals/use-outcome";
import { invalidateSeats } from "@/queries/keys";
import { absencesQuery, colleaguesQuery, mandateQuery } from "@/queries/mandates";
import { DateField } from "@/ui/date-field";
import { useReturnFocus } from "@/ui/use-return-focus";
import { AbsenceLine, EndAbsenceDialog } from "./absence";
import classes from "./mandates.module.css";

interface Absence {
  deputy: string | null;
  first: string;
  last: string;
}

interface AbsenceDialogProps {
  mandateId: string;
  onClose: () => void;
}

/** Somebody is away: a colleague acts in their place from the first day to the last, and is marked so. Who does so
 * already, or will, is shown, and sent back when the holder returns.
 */
export function AbsenceDialog({ mandateId, onClose }: AbsenceDialogProps) {
  const ending = useDialog<DeputyshipOut>();
  // What was pressed in the first dialog is gone with it.
  useReturnFocus();
  return (
    ending.render((absence) => <EndAbsenceDialog absence={absence} onClose={onClose} />) ?? (
      <NameDialog mandateId={mandateId} onClose={onClose} onEnd={ending.open} />
    )
  );
}

interface KnownProps {
  mandate: MandateDetails;
  onEnd: (absence: DeputyshipOut) => void;
}

/** The absences that are not over, as far as the server lets the reader see and end them. */
function Known({ mandate, onEnd }: KnownProps) {
  const may = (step: MandateOut["allowed"][number]) => mandate.allowed.includes(step);
  const { data } = useQuery({ ...absencesQuery(mandate.id), enabled: may("see_deputies") });
  return data?.map((absence) => (
    <AbsenceLine
      key={absence.id}
      absence={absence}
      onEnd={may("end_deputyship") ? () => onEnd(absence) : undefined}
    />
  ));
}

function useNaming(mandateId: string, onClose: () => void) {
  const { t } = useLingui();
  const { dates } = useLocale();
  return useCommand({
    run: ({ deputy, first, last }: Absence, { idempotencyKey }) => {
      const body = {
        deputy: deputy ?? "",
        starts_at: zonedMoment(first, "00:00", dates.timeZone),
        ends_at: zonedMoment(dayAfter(last), "00:00", dates.timeZone),
      };
      const path = { mandate_id: mandateId };
      return unwrap(postMandateDeputyships({ path, body, headers: idempotencyKey }));
    },
    invalidates: invalidateSeats,
    onSuccess: useOutcome(t`Заступника призначено`, onClose),
  });
}

function useAbsenceForm(command: FormCommand<Absence>, usual: string | null): Form<Absence> {
  const { t } = useLingui();
  const { dates } = useLocale();
  const lacksDay = t`Впишіть дату: день, місяць і рік`;
  return useForm({
    initial: { deputy: usual, first: dates.today(), last: "" },
    command,
    required: { deputy: t`Виберіть, хто заступить`, first: lacksDay, last: lacksDay },
    validate: ({ first, last }) => {
      if (last && last < first) return { last: t`Останній день не може бути раніше за перший` };
      return { last: last !== "" && last < dates.today() && t`Ця дата вже минула. Виберіть пізнішу` };
    },
    pointers: { first: ["/starts_at"], last: ["/ends_at"] },
  });
}

function NameDialog({ mandateId, onClose, onEnd }: AbsenceDialogProps & Pick<KnownProps, "onEnd">) {
  const { t } = useLingui();
  const { dates, localize: say } = useLocale();
  const { data: colleagues, isPending } = useQuery(colleaguesQuery(mandateId));
  const { data: mandate } = useQuery(mandateQuery(mandateId));
  const usual = colleagues?.find((one) => one.id === mandate?.deputy?.id)?.id ?? null;
  const form = useAbsenceForm(useNaming(mandateId, onClose), usual);
  return (
    <FormDialog
      form={form}
      title={t`Заступник на час відсутності`}
      lead={<Trans>Заступник діятиме за цими повноваженнями, і це буде позначено.</Trans>}
      submit={t`Призначити заступника`}
      busy={isPending}
      onClose={onClose}
    >
      {mandate && <Known mandate={mandate} onEnd={onEnd} />}
      <Select
        label={t`Хто заступить`}
        description={t`Люди з тієї самої організації або постійний заступник`}
        data={(colleagues ?? []).map((one) => ({ value: one.id, label: say(one.name) }))}
        searchable
        nothingFoundMessage={t`В організації поки немає інших людей із повноваженнями`}
        {...form.value("deputy")}
      />
      <div className={classes.days}>
        <DateField label={t`Перший день`} {...form.value("first")} />
        <DateField label={t`Останній день`} min={dates.today()} {...form.value("last")} />
      </div>
    </FormDialog>
  );
}
