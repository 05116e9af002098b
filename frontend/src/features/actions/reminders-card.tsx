import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconClockPause, IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import {
  deleteOwnReminderDetail,
  deleteReminderDetail,
  putReminderAcknowledgement,
} from "@/api/generated/sdk.gen";
import type { ActionOut, OwnReminderOut, ReminderOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { handFocus } from "@/lib/hand-focus";
import { useLocale } from "@/lib/locale";
import { AUDIENCES } from "@/modules/reminders/audiences";
import { SnoozeMenu } from "@/modules/reminders/snooze-menu";
import { ownRemindersQuery, remindersQuery } from "@/queries/actions";
import { keys } from "@/queries/keys";
import { Button, ToolButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";
import { AddReminderDialog } from "./add-reminder-dialog";
import { ItemLadder } from "./item-ladder";

const RULES: Record<ReminderOut["rule"], MessageDescriptor> = {
  before_due: msg`строк наближається`,
  on_due: msg`строк сьогодні`,
  overdue: msg`строк минув`,
  unverified: msg`чекає підтвердження`,
  custom: msg`нагадування`,
};

/** When somebody will be told, of what, and by which rules. */
export function RemindersCard({ action }: { action: ActionOut }) {
  const reminders = useQuery(remindersQuery(action.id));
  const { data: own = [] } = useQuery(ownRemindersQuery(action.id));
  const adding = useDialog();
  const adds = action.allowed.includes("remind") || action.allowed.includes("remind_me");
  return (
    <Card padded title={<Trans>Нагадування</Trans>}>
      <QueryBoundary query={reminders} loading={<Trans>Завантажуємо нагадування…</Trans>}>
        {(rows) =>
          rows.length + own.length === 0 ? (
            <p className="v-small v-t2">
              <Trans>Нагадувань немає.</Trans>
            </p>
          ) : (
            <ul className="v-small">
              {rows.map((row) => (
                <ReminderRow key={row.id} reminder={row} actionId={action.id} />
              ))}
              {own.map((row) => (
                <OwnReminderRow key={row.id} reminder={row} actionId={action.id} />
              ))}
            </ul>
          )
        }
      </QueryBoundary>
      {adds && (
        <Button kind="ghost" className={classes.add} onClick={() => adding.open()}>
          <Icon of={IconPlus} />
          <Trans>Додати нагадування</Trans>
        </Button>
      )}
      <ItemLadder actionId={action.id} />
      {adding.render((_, close) => (
        <AddReminderDialog action={action} onClose={close} />
      ))}
    </Card>
  );
}

const CHANGES = {
  remove: (id: string) => unwrap(deleteReminderDetail({ path: { reminder_id: id } })),
  acknowledge: (id: string) => unwrap(putReminderAcknowledgement({ path: { reminder_id: id } })),
  removeOwn: (id: string) => unwrap(deleteOwnReminderDetail({ path: { own_reminder_id: id } })),
};

function useReminderChange(actionId: string) {
  return useCommand({
    run: ({ id, change }: { id: string; change: keyof typeof CHANGES }): Promise<unknown> =>
      CHANGES[change](id),
    invalidates: [keys.reminders(actionId), keys.history(actionId)],
    tellsErrors: true,
  });
}

function ReminderRow({ reminder, actionId }: { reminder: ReminderOut; actionId: string }) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const change = useReminderChange(actionId);
  const row = useRef<HTMLLIElement>(null);
  const { id, allowed, due_at } = reminder;
  const day = dates.dayAndMonth(dates.day(due_at));
  const words = `${i18n._(AUDIENCES[reminder.audience])}: ${i18n._(RULES[reminder.rule])}`;
  // The button goes when the row is loaded anew.
  const acknowledge = () =>
    change.mutate({ id, change: "acknowledge" }, { onSuccess: () => handFocus(row.current, row.current) });
  return (
    <li ref={row} tabIndex={-1} className={classes.reminder}>
      <b className="v-num">{day}</b>
      <span>
        {words}
        {reminder.rule === "custom" && `, ${dates.time(due_at)}`}
        <ReminderState reminder={reminder} />
        {allowed.includes("acknowledge") && (
          <Button
            kind="ghost"
            className={classes.stop}
            busy={change.isPending}
            aria-label={t`Не нагадувати: ${words}, ${day}`}
            onClick={acknowledge}
          >
            <Trans>Не нагадувати</Trans>
          </Button>
        )}
      </span>
      <span className={classes.reminderTools}>
        {allowed.includes("snooze") && (
          <SnoozeMenu actionId={actionId}>
            <ToolButton label={t`Нагадати мені пізніше: ${words}, ${day}`}>
              <Icon of={IconClockPause} />
            </ToolButton>
          </SnoozeMenu>
        )}
        {allowed.includes("remove") && (
          <ToolButton
            label={t`Прибрати: ${words}, ${day}`}
            onClick={() => change.mutate({ id, change: "remove" })}
          >
            <Icon of={IconX} />
          </ToolButton>
        )}
      </span>
    </li>
  );
}

function OwnReminderRow({ reminder, actionId }: { reminder: OwnReminderOut; actionId: string }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const change = useReminderChange(actionId);
  const { id, due_at } = reminder;
  const [day, time] = [dates.dayAndMonth(dates.day(due_at)), dates.time(due_at)];
  return (
    <li className={classes.reminder}>
      <b className="v-num">{day}</b>
      <span>
        <Trans>Лише вам, {time}</Trans>
        <span className={classes.reminderState}>
          {reminder.fired_at && <Trans>надіслано</Trans>}
          {!reminder.fired_at && reminder.kind === "snoozed" && <Trans>відкладено</Trans>}
        </span>
      </span>
      <span className={classes.reminderTools}>
        {!reminder.fired_at && (
          <ToolButton
            label={t`Прибрати: лише вам, ${day}, ${time}`}
            onClick={() => change.mutate({ id, change: "removeOwn" })}
          >
            <Icon of={IconX} />
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
        <Trans>не нагадуємо</Trans>
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
