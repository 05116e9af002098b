import { Trans } from "@lingui/react/macro";
import { IconClockExclamation, IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { isPast } from "@/modules/threads/deadline-passed";
import { Button } from "@/ui/button";
import { useThreadDialog } from "./active-dialog";
import classes from "./thread.module.css";
import { findStep, useMoveThread } from "./thread-step";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** At the head of a thread that waits for those who lead it: what for, and the step itself. */
export function NextStep({ thread }: { thread: ThreadOut }) {
  const { state, closes_on } = thread;
  if (state === "draft") return <OfDraft thread={thread} />;
  return state === "open" && closes_on && isPast(thread) ? <OfOver thread={thread} day={closes_on} /> : null;
}

/** Nothing is closed by the calendar: whoever leads sums up, or gives it more time. */
function OfOver({ thread, day }: { thread: ThreadOut; day: string }) {
  const { dates } = useLocale();
  const open = useThreadDialog();
  const summing = findStep(thread, "summarise");
  const end = dates.long(day);
  if (!summing) return null;
  return (
    <div className={classes.next}>
      <p>
        <IconClockExclamation {...ICON} />
        <span>
          <Trans>
            Строк теми минув {end}, а писати в ній ще можна. Підбийте підсумок або призначте пізніший день.
          </Trans>
        </span>
      </p>
      <Button kind="quiet" onClick={() => open({ kind: "step", step: summing })}>
        <Trans>Готувати підсумок</Trans>
      </Button>
    </div>
  );
}

function OfDraft({ thread }: { thread: ThreadOut }) {
  const { dates } = useLocale();
  const day = thread.opens_on && dates.long(thread.opens_on);
  const move = useMoveThread(thread);
  const opening = findStep(thread, "open");
  return (
    <div className={classes.next}>
      <p>
        <IconPencil {...ICON} />
        <span>
          <DraftSeenBy restricted={thread.visibility === "restricted"} />
          {day && (
            <>
              {" "}
              <Trans>Вона відкриється сама {day}.</Trans>
            </>
          )}
        </span>
      </p>
      {opening && (
        <Button kind="quiet" busy={move.isPending} onClick={() => move.mutate({ step: opening })}>
          <Trans>Відкрити тему</Trans>
        </Button>
      )}
    </div>
  );
}

function DraftSeenBy({ restricted }: { restricted: boolean }): ReactNode {
  if (restricted)
    return <Trans>Це чернетка: її бачите лише ви. Названі побачать тему, коли ви її відкриєте.</Trans>;
  return (
    <Trans>
      Це чернетка: її бачать лише ті, хто веде тему чи групу. Уся група побачить тему, коли її відкриють.
    </Trans>
  );
}
