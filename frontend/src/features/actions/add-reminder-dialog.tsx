import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { postActionItemReminders, postOwnReminders } from "@/api/generated/sdk.gen";
import type { ActionOut, ReminderOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { AUDIENCES, WHO } from "@/modules/reminders/audiences";
import { keys } from "@/queries/keys";
import { DateField } from "@/ui/date-field";

type Whom = ReminderOut["audience"] | "me";

interface ReminderWords {
  day: string;
  time: string;
  whom: Whom;
}

function useSetting(actionId: string, onSet: () => void) {
  const { dates } = useLocale();
  return useCommand({
    run: async ({ day, time, whom }: ReminderWords, attempt): Promise<unknown> => {
      const to = { path: { action_id: actionId }, headers: attempt.idempotencyKey };
      const due_at = zonedMoment(day, time, dates.timeZone);
      return whom === "me"
        ? unwrap(postOwnReminders({ ...to, body: { due_at } }))
        : unwrap(postActionItemReminders({ ...to, body: { due_at, audience: whom } }));
    },
    onSuccess: onSet,
    invalidates: [keys.reminders(actionId), keys.history(actionId)],
  });
}

/** At a day and time of the reader's own clock. */
export function AddReminderDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const others = action.allowed.includes("remind") ? WHO : [];
  const form = useForm<ReminderWords>({
    initial: { day: "", time: "09:00", whom: others[0] ?? "me" },
    command: useSetting(action.id, onClose),
    required: { day: t`Впишіть дату: день, місяць і рік`, time: t`Впишіть час` },
    validate: ({ day }) => ({ day: day < dates.today() && t`Ця дата вже минула. Виберіть пізнішу` }),
    pointers: { day: ["/due_at"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Додати нагадування`}
      lead={<Trans>Час — за вашим годинником.</Trans>}
      submit={t`Додати`}
      onClose={onClose}
    >
      <DateField label={t`День`} min={dates.today()} {...form.value("day")} />
      <TextInput label={t`Час`} type="time" {...form.text("time")} />
      <Select
        label={t`Кому`}
        data={[
          { value: "me", label: t`Лише мені` },
          ...others.map((value) => ({ value, label: i18n._(AUDIENCES[value]) })),
        ]}
        allowDeselect={false}
        {...form.choice("whom")}
      />
    </FormDialog>
  );
}
