import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postMandateDeputyships } from "@/api/generated/sdk.gen";
import type { AppointDeputyInRequest } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { colleaguesQuery } from "@/data/mandates";
import { DateField } from "@/design/date-field";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { dayAfter } from "@/lib/dates";
import { useReader } from "@/lib/reader";
import { zonedMoment } from "@/lib/zoned-moment";
import classes from "./mandates.module.css";
import { refusedAt, useSeatChange } from "./use-seat-change";

interface Absence {
  deputy: string | null;
  first: string;
  last: string;
}

/** What is missing, by field. */
function useProblems(): (absence: Absence) => Partial<Record<keyof Absence, string>> {
  const { t } = useLingui();
  const { dates } = useReader();
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

/** Somebody is away: a colleague acts in their place from the first day to the last, and is marked so. */
export function AbsenceDialog({ mandateId, onClose }: AbsenceDialogProps) {
  const { t } = useLingui();
  const { dates, say } = useReader();
  const { data: colleagues, isPending } = useQuery(colleaguesQuery(mandateId));
  const [absence, setAbsence] = useState<Absence>({ deputy: null, first: dates.today(), last: "" });
  const [tried, setTried] = useState(false);
  const problems = useProblems()(absence);
  const naming = useSeatChange(
    (body: AppointDeputyInRequest) =>
      answered(postMandateDeputyships({ path: { mandate_id: mandateId }, body, headers: once() })),
    t`Заступника призначено`,
    onClose,
  );
  const change = (part: Partial<Absence>) => setAbsence((known) => ({ ...known, ...part }));
  const error = (field: keyof Absence, pointer: string) =>
    fieldError((tried && problems[field]) || refusedAt(naming.error, pointer));
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
      <Select
        label={t`Хто заступить`}
        description={t`Люди з тієї самої організації`}
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
    </Dialog>
  );
}
