import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import {
  deleteReminderDetail,
  postActionItemReminders,
  putReminderAcknowledgement,
} from "@/api/generated/sdk.gen";
import type { ActionOut, ReminderOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { remindersQuery } from "@/data/actions";
import { keys } from "@/data/keys";
import { Button, ToolButton } from "@/design/button";
import { Card } from "@/design/card";
import { DateField } from "@/design/date-field";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { useReader } from "@/lib/reader";
import { zonedMoment } from "@/lib/zoned-moment";
import { useFailureToast } from "@/widgets/failure-toast";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./action.module.css";

const AUDIENCES: Record<ReminderOut["audience"], MessageDescriptor> = {
  owner: msg`Виконавцю`,
  verifier: msg`Тим, хто підтверджує`,
  facilitator: msg`Тим, хто веде групу`,
};

const RULES: Record<ReminderOut["rule"], MessageDescriptor> = {
  before_due: msg`строк близько`,
  on_due: msg`строк сьогодні`,
  overdue: msg`строк минув`,
  custom: msg`поставлено людиною`,
};

/** When the product speaks up by itself, and to whom. */
export function RemindersCard({ action }: { action: ActionOut }) {
  const reminders = useQuery(remindersQuery(action.id));
  const [adding, setAdding] = useState(false);
  return (
    <Card padded title={<Trans>Нагадування</Trans>}>
      <QueryGate query={reminders}>
        {(list) =>
          list.length === 0 ? (
            <p className="v-small v-t2">
              <Trans>Нагадувань немає.</Trans>
            </p>
          ) : (
            <ul>
              {list.map((reminder) => (
                <Row key={reminder.id} reminder={reminder} actionId={action.id} />
              ))}
            </ul>
          )
        }
      </QueryGate>
      {action.allowed.includes("remind") && (
        <Button kind="ghost" style={{ margin: "6px 0 0 -12px" }} onClick={() => setAdding(true)}>
          <Trans>Додати нагадування</Trans>
        </Button>
      )}
      {adding && <ReminderDialog action={action} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function Row({ reminder, actionId }: { reminder: ReminderOut; actionId: string }) {
  const { t, i18n } = useLingui();
  const { dates } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  const change = useMutation({
    mutationFn: async (what: "remove" | "acknowledge") => {
      const path = { reminder_id: reminder.id };
      await (what === "remove"
        ? answered(deleteReminderDetail({ path }))
        : answered(putReminderAcknowledgement({ path })));
    },
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.reminders(actionId) }),
  });
  const passed = reminder.fired_at !== null || reminder.acknowledged_at !== null;
  const when = dates.stamp(reminder.due_at);
  return (
    <li className={`${classes.reminder} ${passed ? classes.past : ""}`}>
      <b>{when}</b>
      <span>
        {i18n._(AUDIENCES[reminder.audience])}: {i18n._(RULES[reminder.rule])}
        {reminder.acknowledged_at && `, ${t`побачено`}`}
        {reminder.fired_at && !reminder.acknowledged_at && `, ${t`надіслано`}`}
      </span>
      <span>
        {reminder.allowed.includes("acknowledge") && (
          <ToolButton
            label={t`Позначити побаченим: ${when}`}
            disabled={change.isPending}
            onClick={() => change.mutate("acknowledge")}
          >
            <IconCheck size={20} stroke={1.75} aria-hidden="true" />
          </ToolButton>
        )}
        {reminder.allowed.includes("remove") && (
          <ToolButton
            label={t`Прибрати нагадування: ${when}`}
            disabled={change.isPending}
            onClick={() => change.mutate("remove")}
          >
            <IconX size={20} stroke={1.75} aria-hidden="true" />
          </ToolButton>
        )}
      </span>
    </li>
  );
}

function ReminderDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { dates } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  const [day, setDay] = useState("");
  const [time, setTime] = useState("09:00");
  const [audience, setAudience] = useState<ReminderOut["audience"]>("owner");
  const [tried, setTried] = useState(false);
  const adding = useMutation({
    mutationFn: () =>
      answered(
        postActionItemReminders({
          path: { action_id: action.id },
          body: { due_at: zonedMoment(day, time, dates.timeZone), audience },
          headers: once(),
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.reminders(action.id) });
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.field("/due_at"))) failed(error);
    },
  });
  const refused = adding.error instanceof ApiProblem ? adding.error.field("/due_at") : undefined;
  const dayProblem = () => {
    if (!day) return t`Впишіть дату: день, місяць і рік`;
    return day < dates.today() ? t`Ця дата вже минула. Виберіть пізнішу` : undefined;
  };
  const submit = () => {
    setTried(true);
    if (!dayProblem()) adding.mutate();
  };
  return (
    <Dialog
      opened
      title={t`Нове нагадування`}
      submit={t`Нагадати`}
      busy={adding.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className={classes.moment}>
        <DateField
          label={t`День`}
          value={day}
          min={dates.today()}
          onChange={setDay}
          error={fieldError((tried && dayProblem()) || refused)}
        />
        <TextInput
          label={t`Час`}
          type="time"
          value={time}
          onChange={(event) => setTime(event.currentTarget.value || "09:00")}
        />
      </div>
      <Select
        label={t`Кому`}
        data={Object.entries(AUDIENCES).map(([value, words]) => ({ value, label: i18n._(words) }))}
        value={audience}
        onChange={(value) => value && setAudience(value as ReminderOut["audience"])}
      />
    </Dialog>
  );
}
