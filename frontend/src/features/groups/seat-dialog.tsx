import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postGroupMembers } from "@/api/generated/sdk.gen";
import type { StartMembershipInRequest } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { DEBOUNCE_MS } from "@/modules/mandates/person-field";
import { useSeatChange } from "@/modules/mandates/use-seat-change";
import { toSeatQuery } from "@/queries/mandates";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { type Role, RoleChoice } from "./role-choice";

interface SeatDialogProps {
  groupId: string;
  timeZone: string;
  onClose: () => void;
}

/** Gives a mandate a seat at the table, until a day or as long as the mandate lasts. */
export function SeatDialog({ groupId, timeZone, onClose }: SeatDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const [mandate, setMandate] = useState<string | null>(null);
  const [role, setRole] = useState<Role>("member");
  const [last, setLast] = useState("");
  const [tried, setTried] = useState(false);
  const seating = useSeatChange(
    (body: StartMembershipInRequest) =>
      unwrap(postGroupMembers({ path: { group_id: groupId }, body, headers: idempotencyKey() })),
    t`Учасника додано`,
    onClose,
  );
  const late = last !== "" && last < dates.today();
  const send = () => {
    setTried(true);
    if (!mandate || late) return;
    const until = last ? { until: zonedMoment(dayAfter(last), "00:00", timeZone) } : {};
    seating.mutate({ mandate, role, ...until });
  };
  return (
    <Dialog
      opened
      title={t`Додати учасника`}
      lead={
        <Trans>Місце отримує не людина, а її повноваження: за столом вона представляє організацію.</Trans>
      }
      submit={t`Додати учасника`}
      busy={seating.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <MandateField
        groupId={groupId}
        value={mandate}
        onChange={setMandate}
        error={(tried && !mandate && t`Виберіть людину`) || fieldErrorAt(seating.error, "/mandate")}
      />
      <RoleChoice value={role} onChange={setRole} />
      <DateField
        label={t`Останній день (необов’язково)`}
        description={t`Інакше — доки діють повноваження`}
        value={last}
        min={dates.today()}
        onChange={setLast}
        error={fieldError(
          (tried && late && t`Ця дата вже минула. Виберіть пізнішу`) || fieldErrorAt(seating.error, "/until"),
        )}
      />
      <FormErrors error={seating.error} />
    </Dialog>
  );
}

interface MandateFieldProps {
  groupId: string;
  value: string | null;
  onChange: (mandateId: string | null) => void;
  error: string | undefined | false;
}

function MandateField({ groupId, value, onChange, error }: MandateFieldProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [words, setWords] = useState("");
  // What is chosen stands in the field as a whole and is no part of a name.
  const [asked] = useDebouncedValue(value ? "" : words, DEBOUNCE_MS);
  const { data: mandates = [] } = useQuery({
    ...toSeatQuery(groupId, asked),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      label={t`Людина`}
      placeholder={t`Почніть писати ім’я`}
      data={mandates.map((one) => ({
        value: one.id,
        label: `${say(one.person.name)} · ${say(one.position)} · ${say(one.organisation.short_name)}`,
      }))}
      searchable
      nothingFoundMessage={t`Нікого не знайдено. Спершу людині надають повноваження`}
      onSearchChange={setWords}
      value={value}
      onChange={onChange}
      error={fieldError(error)}
    />
  );
}
