import { Trans } from "@lingui/react/macro";
import { IconClockExclamation, IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { WorkflowButtons } from "@/kit/workflow/workflow-buttons";
import { useLocale } from "@/lib/locale";
import { isPast } from "@/modules/threads/deadline-passed";
import { useThreadDialog } from "./active-dialog";
import classes from "./thread.module.css";
import { THREAD_STEPS, useMoveThread } from "./thread-step";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** At the head of a thread that waits for its facilitators: what for, and the step itself. */
export function NextStep({ thread }: { thread: ThreadOut }) {
  const { state, closes_on } = thread;
  if (state === "draft") return <Draft thread={thread} />;
  return state === "open" && closes_on && isPast(thread) ? (
    <PastDeadline thread={thread} day={closes_on} />
  ) : null;
}

/** Nothing is closed by the calendar: a facilitator sums up, or extends it. */
function PastDeadline({ thread, day }: { thread: ThreadOut; day: string }) {
  const { dates } = useLocale();
  const open = useThreadDialog();
  const end = dates.long(day);
  if (!thread.allowed.includes("summarise")) return null;
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
      <WorkflowButtons
        transitions={[THREAD_STEPS.get("summarise")]}
        onChoose={(step) => open({ kind: "step", step })}
      />
    </div>
  );
}

function Draft({ thread }: { thread: ThreadOut }) {
  const { dates } = useLocale();
  const day = thread.opens_on && dates.long(thread.opens_on);
  const move = useMoveThread(thread);
  const opening = THREAD_STEPS.openTo(thread.allowed).filter(({ name }) => name === "open");
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
      <WorkflowButtons
        transitions={opening}
        busy={move.isPending}
        onChoose={(step) => move.mutate({ step })}
      />
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
