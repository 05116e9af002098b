import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconCheck, IconPlus, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteReminderDetail, putReminderAcknowledgement } from "@/api/generated/sdk.gen";
import type { ActionOut, ReminderOut } from "@/api/generated/types.gen";
import { remindersQuery } from "@/data/actions";
import { keys } from "@/data/keys";
import { Button, ToolButton } from "@/design/button";
import { Card } from "@/design/card";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./action.module.css";
import { AddReminderDialog } from "./add-reminder-dialog";
import { AUDIENCES } from "./audiences";

const RULES: Record<ReminderOut["rule"], MessageDescriptor> = {
  before_due: msg`строк наближається`,
  on_due: msg`строк сьогодні`,
  overdue: msg`строк минув`,
  custom: msg`нагадування`,
};

/** When somebody will be told, and of what. */
export function RemindersCard({ action }: { action: ActionOut }) {
  const reminders = useQuery(remindersQuery(action.id));
  const [adding, setAdding] = useState(false);
  return (
    <Card padded title={<Trans>Нагадування</Trans>}>
      <QueryGate query={reminders} loading={<Trans>Завантажуємо нагадування…</Trans>}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="v-small v-t2">
              <Trans>Нагадувань немає.</Trans>
            </p>
          ) : (
            <ul className="v-small">
              {rows.map((row) => (
                <ReminderRow key={row.id} reminder={row} actionId={action.id} />
              ))}
            </ul>
          )
        }
      </QueryGate>
      {action.allowed.includes("remind") && (
        <Button kind="ghost" className={classes.add} onClick={() => setAdding(true)}>
          <IconPlus size={20} stroke={1.75} aria-hidden="true" />
          <Trans>Додати нагадування</Trans>
        </Button>
      )}
      {adding && <AddReminderDialog action={action} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function useReminderChange(actionId: string) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: async ({ id, change }: { id: string; change: "remove" | "acknowledge" }) => {
      const path = { reminder_id: id };
      if (change === "remove") await answered(deleteReminderDetail({ path }));
      else await answered(putReminderAcknowledgement({ path }));
    },
    onError: failed,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.reminders(actionId) });
      void client.invalidateQueries({ queryKey: keys.history(actionId) });
    },
  });
}

function ReminderRow({ reminder, actionId }: { reminder: ReminderOut; actionId: string }) {
  const { t, i18n } = useLingui();
  const { dates } = useReader();
  const change = useReminderChange(actionId);
  const { id, allowed, due_at } = reminder;
  const day = dates.dayAndMonth(dates.day(due_at));
  const words = `${i18n._(AUDIENCES[reminder.audience])}: ${i18n._(RULES[reminder.rule])}`;
  return (
    <li className={classes.reminder}>
      <b className="v-num">{day}</b>
      <span>
        {words}
        {reminder.rule === "custom" && `, ${dates.time(due_at)}`}
        <ReminderState reminder={reminder} />
      </span>
      <span className={classes.reminderTools}>
        {allowed.includes("acknowledge") && (
          <ToolButton
            label={t`Узяти до уваги: ${words}, ${day}`}
            onClick={() => change.mutate({ id, change: "acknowledge" })}
          >
            <IconCheck size={20} stroke={1.75} aria-hidden="true" />
          </ToolButton>
        )}
        {allowed.includes("remove") && (
          <ToolButton
            label={t`Прибрати: ${words}, ${day}`}
            onClick={() => change.mutate({ id, change: "remove" })}
          >
            <IconX size={20} stroke={1.75} aria-hidden="true" />
          </ToolButton>
        )}
      </span>
    </li>
  );
}

function ReminderState({ reminder }: { reminder: ReminderOut }) {
  if (reminder.acknowledged_at) {
    return (
      <span className={classes.reminderState}>
        <Trans>взято до уваги</Trans>
      </span>
    );
  }
  if (!reminder.fired_at) return null;
  return (
    <span className={classes.reminderState}>
      <Trans>надіслано</Trans>
    </span>
  );
}
