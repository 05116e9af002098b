import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { postGroupMembers } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { DEBOUNCE_MS } from "@/modules/mandates/person-field";
import { invalidateSeats } from "@/queries/keys";
import { toSeatQuery } from "@/queries/mandates";
import { DateField } from "@/ui/date-field";
import { type Role, RoleChoice } from "./role-choice";

interface SeatDialogProps {
  groupId: string;
  timeZone: string;
  onClose: () => void;
}

interface Seat {
  mandate: string | null;
  role: Role;
  last: string;
}

function useSeatForm({ groupId, timeZone, onClose }: SeatDialogProps): Form<Seat> {
  const { t } = useLingui();
  const { dates } = useLocale();
  const command = useCommand({
    run: ({ mandate, role, last }: Seat, { idempotencyKey }) => {
      const until = last ? { until: zonedMoment(dayAfter(last), "00:00", timeZone) } : {};
      const body = { mandate: mandate ?? "", role, ...until };
      return unwrap(postGroupMembers({ path: { group_id: groupId }, body, headers: idempotencyKey }));
    },
    success: t`Учасника додано`,
    invalidates: invalidateSeats,
    onSuccess: onClose,
  });
  return useForm<Seat>({
    initial: { mandate: null, role: "member", last: "" },
    command,
    required: { mandate: t`Виберіть людину` },
    validate: ({ last }) => ({
      last: last !== "" && last < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`,
    }),
    pointers: { last: ["/until"] },
  });
}

/** Gives a mandate a seat at the table, until a day or as long as the mandate lasts. */
export function SeatDialog(props: SeatDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const form = useSeatForm(props);
  return (
    <FormDialog
      form={form}
      title={t`Додати учасника`}
      lead={
        <Trans>Місце отримує не людина, а її повноваження: за столом вона представляє організацію.</Trans>
      }
      submit={t`Додати учасника`}
      onClose={props.onClose}
    >
      <MandateField groupId={props.groupId} {...form.value("mandate")} />
      <RoleChoice {...form.choice("role")} />
      <DateField
        label={t`Останній день (необов’язково)`}
        description={t`Інакше — доки діють повноваження`}
        min={dates.today()}
        {...form.value("last")}
      />
    </FormDialog>
  );
}

interface MandateFieldProps {
  groupId: string;
  value: string | null;
  onChange: (mandateId: string | null) => void;
  error: ReactNode;
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
      error={error}
    />
  );
}
