import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { HistoryOut } from "@/api/generated/types.gen";
import { historyQuery } from "@/data/actions";
import { Button } from "@/design/button";
import { Card } from "@/design/card";
import { HistoryEntry, HistoryLine } from "@/design/history-line";
import { useReader } from "@/lib/reader";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./action.module.css";

/** What happened, without the gender of who did it. */
const WORDS: Record<string, MessageDescriptor> = {
  "tasks.action_made": msg`Доручення створено`,
  "tasks.action_reassigned": msg`Доручення передано іншому виконавцю`,
  "tasks.action_edited": msg`Доручення змінено`,
  "tasks.action_accepted": msg`Прийнято виконавцем`,
  "tasks.action_declined": msg`Відхилено виконавцем`,
  "tasks.action_started": msg`Робота почалася`,
  "tasks.action_blocked": msg`Роботу заблоковано`,
  "tasks.action_completed": msg`Виконано, потрібне підтвердження`,
  "tasks.action_verified": msg`Виконання підтверджено`,
  "tasks.action_returned": msg`Повернуто із зауваженням`,
  "tasks.action_cancelled": msg`Доручення скасовано`,
  "tasks.evidence_added": msg`Додано доказ`,
  "tasks.reminder_set": msg`Поставлено нагадування`,
  "tasks.reminder_removed": msg`Нагадування прибрано`,
  "tasks.reminder_acknowledged": msg`Нагадування побачено`,
  "tasks.reminder_due": msg`Надіслано нагадування`,
};

/** The steps of the work itself stand out among the small things. */
const STEPS = new Set(["accepted", "completed", "verified", "returned", "blocked", "declined", "cancelled"]);
const isStep = (kind: string) => STEPS.has(kind.replace("tasks.action_", ""));

const SHOWN = 6;

export function HistoryCard({ actionId }: { actionId: string }) {
  const history = useQuery(historyQuery(actionId));
  const [all, setAll] = useState(false);
  return (
    <Card title={<Trans>Історія</Trans>}>
      <QueryGate query={history} loading={<Trans>Завантажуємо історію…</Trans>}>
        {({ items }) => (
          <>
            <HistoryLine>
              {(all ? items : items.slice(0, SHOWN)).map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </HistoryLine>
            {!all && items.length > SHOWN && (
              <div className={classes.more}>
                <Button kind="ghost" onClick={() => setAll(true)}>
                  <Trans>Усі записи: {items.length}</Trans>
                </Button>
              </div>
            )}
          </>
        )}
      </QueryGate>
    </Card>
  );
}

function Entry({ entry }: { entry: HistoryOut }) {
  const { i18n, t } = useLingui();
  const { say, dates } = useReader();
  const words = WORDS[entry.kind];
  const organisation = entry.actor?.organisation;
  const who = entry.actor && [say(entry.actor.person.name), organisation && say(organisation.short_name)];
  return (
    <HistoryEntry
      at={entry.at}
      time={dates.stamp(entry.at)}
      strong={isStep(entry.kind)}
      title={words ? i18n._(words) : t`Інша зміна`}
    >
      {who && <p className="v-t2">{who.filter(Boolean).join(", ")}</p>}
      {entry.remark && <p className={classes.remark}>{entry.remark}</p>}
    </HistoryEntry>
  );
}
