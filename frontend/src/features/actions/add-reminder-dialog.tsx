import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { postActionItemReminders, postOwnReminders } from "@/api/generated/sdk.gen";
import type { ActionOut, ReminderOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { ApiProblem, fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { AUDIENCES, WHO } from "@/modules/reminders/audiences";
import { keys } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

type Whom = ReminderOut["audience"] | "me";

function useSetting(actionId: string, onSet: () => void) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: async ({ due_at, whom }: { due_at: string; whom: Whom }) => {
      const to = { path: { action_id: actionId }, headers: idempotencyKey() };
      if (whom === "me") await unwrap(postOwnReminders({ ...to, body: { due_at } }));
      else await unwrap(postActionItemReminders({ ...to, body: { due_at, audience: whom } }));
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.reminders(actionId) });
      void client.invalidateQueries({ queryKey: keys.history(actionId) });
      onSet();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.field("/due_at"))) failed(error);
    },
  });
}

/** At a day and time of the reader's own clock. */
export function AddReminderDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const [day, setDay] = useState("");
  const [time, setTime] = useState("09:00");
  const others = action.allowed.includes("remind") ? WHO : [];
  const [whom, setWhom] = useState<Whom>(others[0] ?? "me");
  const [tried, setTried] = useState(false);
  const setting = useSetting(action.id, onClose);
  const refused = fieldErrorAt(setting.error, "/due_at");
  const problem = () => {
    if (!day) return t`Впишіть дату: день, місяць і рік`;
    return day < dates.today() ? t`Ця дата вже минула. Виберіть пізнішу` : undefined;
  };
  const submit = () => {
    setTried(true);
    if (!problem() && time) setting.mutate({ due_at: zonedMoment(day, time, dates.timeZone), whom });
  };
  return (
    <Dialog
      opened
      title={t`Додати нагадування`}
      lead={<Trans>Час — за вашим годинником.</Trans>}
      submit={t`Додати`}
      busy={setting.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <DateField
        label={t`День`}
        value={day}
        min={dates.today()}
        onChange={setDay}
        error={fieldError((tried && problem()) || refused)}
      />
      <TextInput
        label={t`Час`}
        type="time"
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
        error={fieldError(tried && !time && t`Впишіть час`)}
      />
      <Select
        label={t`Кому`}
        data={[
          { value: "me", label: t`Лише мені` },
          ...others.map((value) => ({ value, label: i18n._(AUDIENCES[value]) })),
        ]}
        allowDeselect={false}
        value={whom}
        onChange={(value) => setWhom(others.find((one) => one === value) ?? "me")}
      />
    </Dialog>
  );
}
