import { Trans } from "@lingui/react/macro";
import { IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { Button } from "@/design/button";
import classes from "./thread.module.css";
import { STEPS, useMoveThread } from "./thread-step";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** At the head of a thread that waits for those who lead it: what for, and the step itself. */
export function NextStep({ thread }: { thread: ThreadOut }) {
  return thread.state === "draft" ? <OfDraft thread={thread} /> : null;
}

function OfDraft({ thread }: { thread: ThreadOut }) {
  const move = useMoveThread(thread);
  const opening = STEPS.find(({ action }) => action === "open" && thread.allowed.includes(action));
  return (
    <div className={classes.next}>
      <p>
        <IconPencil {...ICON} />
        <span>
          <DraftSeenBy restricted={thread.visibility === "restricted"} />
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
