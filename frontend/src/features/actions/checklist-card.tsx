import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { IconCheck, IconCircleDashed } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { deleteChecklistTick, putChecklistTick } from "@/api/generated/sdk.gen";
import type { ActionOut, ChecklistLineOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { checklistQuery } from "@/queries/actions";
import { invalidateAction, keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";
import { EditChecklistDialog } from "./edit-checklist-dialog";

/** What has to be done one by one, ticked by those who do it. */
export function ChecklistCard({ action }: { action: ActionOut }) {
  const lines = useQuery(checklistQuery(action.id));
  const editing = useDialog();
  const writes = action.allowed.includes("edit");
  const { checklist_count: count, checklist_done: done } = action;
  if (count === 0 && !writes) return null;
  return (
    <Card
      title={<Trans>Перелік робіт</Trans>}
      aside={
        <div className={classes.headRow}>
          {count > 0 && (
            <span className="v-tiny v-t2">
              <Trans>
                виконано {done} із {count}
              </Trans>
            </span>
          )}
          {writes && (
            <Button
              kind="ghost"
              className={classes.headButton}
              disabled={lines.data === undefined}
              onClick={() => editing.open()}
            >
              {count > 0 ? <Trans>Змінити перелік</Trans> : <Trans>Скласти перелік</Trans>}
            </Button>
          )}
        </div>
      }
    >
      {count === 0 ? (
        <p className={`v-small v-t2 ${classes.empty}`}>
          <Trans>Розкладіть роботу на пункти: виконавець позначатиме, що вже зроблено.</Trans>
        </p>
      ) : (
        <QueryBoundary query={lines} loading={<Trans>Завантажуємо перелік…</Trans>}>
          {(items) => <Lines action={action} items={items} />}
        </QueryBoundary>
      )}
      {editing.render(
        (_, close) =>
          lines.data && <EditChecklistDialog action={action} lines={lines.data} onClose={close} />,
      )}
    </Card>
  );
}

interface LinesProps {
  action: ActionOut;
  items: ChecklistLineOut[];
}

function Lines({ action, items }: LinesProps) {
  const tick = useTick(action.id);
  const ticks = action.allowed.includes("tick");
  return (
    <ul className={classes.checklist}>
      {items.map((line) => (
        <li key={line.id}>
          {ticks ? (
            <Checkbox
              size="md"
              checked={line.done_at !== null}
              label={line.text}
              description={<Who line={line} />}
              onChange={(event) => tick.mutate({ line, done: event.currentTarget.checked })}
            />
          ) : (
            <Told line={line} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** For whoever does not tick: the same in signs and words. */
function Told({ line }: { line: ChecklistLineOut }) {
  const { t } = useLingui();
  const done = line.done_at !== null;
  return (
    <div className={classes.told}>
      <Icon
        of={done ? IconCheck : IconCircleDashed}
        className={done ? classes.proved : classes.unproved}
        label={done ? t`Виконано` : t`Ще ні`}
      />
      <div>
        <p>{line.text}</p>
        <p className="v-tiny v-t2">
          <Who line={line} />
        </p>
      </div>
    </div>
  );
}

function Who({ line: { done_at, done_by } }: { line: ChecklistLineOut }) {
  const { localize: say, dates } = useLocale();
  if (!done_at) return null;
  return [done_by && say(done_by.name), dates.long(dates.day(done_at))].filter(Boolean).join(", ");
}

/** Ticks at once on the screen; what the server says replaces it. */
function useTick(actionId: string) {
  const client = useQueryClient();
  const key = keys.checklist(actionId);
  const put = (changed: ChecklistLineOut) =>
    client.setQueryData<ChecklistLineOut[]>(key, (lines) =>
      lines?.map((line) => (line.id === changed.id ? changed : line)),
    );
  return useCommand({
    run: async ({ line, done }: { line: ChecklistLineOut; done: boolean }) => {
      const path = { action_id: actionId, line_id: line.id };
      put({ ...line, done_at: done ? new Date().toISOString() : null, done_by: null });
      try {
        return await (done ? unwrap(putChecklistTick({ path })) : unwrap(deleteChecklistTick({ path })));
      } catch (error) {
        put(line);
        throw error;
      }
    },
    onSuccess: put,
    invalidates: () => invalidateAction(client, actionId),
    tellsErrors: true,
  });
}
