import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postMandateDeputyships } from "@/api/generated/sdk.gen";
import type { AppointDeputyInRequest, DeputyshipOut, MandateDetails } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { absencesQuery, colleaguesQuery, mandateQuery } from "@/queries/mandates";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { useReturnFocus } from "@/ui/use-return-focus";
import { AbsenceLine, EndAbsenceDialog } from "./absence";
import classes from "./mandates.module.css";
import { useSeatChange } from "./use-seat-change";

interface Absence {
  deputy: string | null;
  first: string;
  last: string;
}

/** What is missing, by field. */
function useProblems(): (absence: Absence) => Partial<Record<keyof Absence, string>> {
  const { t } = useLingui();
  const { dates } = useLocale();
  return ({ deputy, first, last }) => ({
    ...(deputy ? {} : { deputy: t`Виберіть, хто заступить` }),
    ...(first ? {} : { first: t`Впишіть дату: день, місяць і рік` }),
    ...(last ? {} : { last: t`Впишіть дату: день, місяць і рік` }),
    ...(last && last < dates.today() ? { last: t`Ця дата вже минула. Виберіть пізнішу` } : {}),
    ...(first && last && last < first ? { last: t`Останній день не може бути раніше за перший` } : {}),
  });
}

interface AbsenceDialogProps {
  mandateId: string;
  onClose: () => void;
}

/** Somebody is away: a colleague acts in their place from the first day to the last, and is marked so. Who does so
 * already, or will, is shown, and sent back when the holder returns.
 */
export function AbsenceDialog({ mandateId, onClose }: AbsenceDialogProps) {
  const [ending, setEnding] = useState<DeputyshipOut | null>(null);
  // What was pressed in the first dialog is gone with it.
  useReturnFocus();
  return ending ? (
    <EndAbsenceDialog absence={ending} onClose={onClose} />
  ) : (
    <NameDialog mandateId={mandateId} onClose={onClose} onEnd={setEnding} />
  );
}

interface KnownProps {
  mandate: MandateDetails;
  onEnd: (absence: DeputyshipOut) => void;
}

/** The absences that are not over, as far as the server lets the reader see and end them. */
function Known({ mandate, onEnd }: KnownProps) {
  const may = (step: string) => mandate.allowed.includes(step);
  const { data } = useQuery({ ...absencesQuery(mandate.id), enabled: may("see_deputies") });
  return data?.map((absence) => (
    <AbsenceLine
      key={absence.id}
      absence={absence}
      onEnd={may("end_deputyship") ? () => onEnd(absence) : undefined}
    />
  ));
}

function NameDialog({ mandateId, onClose, onEnd }: AbsenceDialogProps & Pick<KnownProps, "onEnd">) {
  const { t } = useLingui();
  const { dates, localize: say } = useLocale();
  const { data: colleagues, isPending } = useQuery(colleaguesQuery(mandateId));
  const { data: mandate } = useQuery(mandateQuery(mandateId));
  const usual = colleagues?.find((one) => one.id === mandate?.deputy?.id)?.id ?? null;
  const [chosen, setAbsence] = useState<Partial<Absence>>({});
  const absence: Absence = { deputy: usual, first: dates.today(), last: "", ...chosen };
  const [tried, setTried] = useState(false);
  const problems = useProblems()(absence);
  const naming = useSeatChange(
    (body: AppointDeputyInRequest) =>
      unwrap(postMandateDeputyships({ path: { mandate_id: mandateId }, body, headers: idempotencyKey() })),
    t`Заступника призначено`,
    onClose,
  );
  const change = (part: Partial<Absence>) => setAbsence((known) => ({ ...known, ...part }));
  const error = (field: keyof Absence, pointer: string) =>
    fieldError((tried && problems[field]) || fieldErrorAt(naming.error, pointer));
  const send = () => {
    setTried(true);
    const { deputy, first, last } = absence;
    if (!deputy || Object.keys(problems).length > 0) return;
    naming.mutate({
      deputy,
      starts_at: zonedMoment(first, "00:00", dates.timeZone),
      ends_at: zonedMoment(dayAfter(last), "00:00", dates.timeZone),
    });
  };
  return (
    <Dialog
      opened
      title={t`Заступник на час відсутності`}
      lead={<Trans>Заступник діятиме за цими повноваженнями, і це буде позначено.</Trans>}
      submit={t`Призначити заступника`}
      busy={naming.isPending || isPending}
      onClose={onClose}
      onSubmit={send}
    >
      {mandate && <Known mandate={mandate} onEnd={onEnd} />}
      <Select
        label={t`Хто заступить`}
        description={t`Люди з тієї самої організації або постійний заступник`}
        data={(colleagues ?? []).map((one) => ({ value: one.id, label: say(one.name) }))}
        searchable
        nothingFoundMessage={t`В організації поки немає інших людей із повноваженнями`}
        value={absence.deputy}
        onChange={(deputy) => change({ deputy })}
        error={error("deputy", "/deputy")}
      />
      <div className={classes.days}>
        <DateField
          label={t`Перший день`}
          value={absence.first}
          onChange={(first) => change({ first })}
          error={error("first", "/starts_at")}
        />
        <DateField
          label={t`Останній день`}
          value={absence.last}
          min={dates.today()}
          onChange={(last) => change({ last })}
          error={error("last", "/ends_at")}
        />
      </div>
      <FormErrors error={naming.error} />
    </Dialog>
  );
}
