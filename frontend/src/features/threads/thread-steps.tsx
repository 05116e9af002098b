import { useLingui } from "@lingui/react/macro";
import { IconDots } from "@tabler/icons-react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { WorkflowButtons } from "@/kit/workflow/workflow-buttons";
import { useWide } from "@/lib/use-wide";
import { isPast } from "@/modules/threads/deadline-passed";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { LazyMenu } from "@/ui/lazy-menu";
import { useThreadDialog } from "./active-dialog";
import { ThreadMenuItems } from "./on-demand";
import { PinButton } from "./pin-button";
import classes from "./thread.module.css";
import { THREAD_STEPS, type ThreadStep } from "./thread-step";

const IN_MENU: ThreadOut["allowed"] = [
  "keep_floor",
  "hand_over",
  "sum_up",
  "edit",
  "merge",
  "move",
  "set_audience",
  "publish",
  "take_back",
];

/** Whether the head shows a step; another surface of the page, or the menu, offers the others. */
function isShown(thread: ThreadOut, { name }: ThreadStep): boolean {
  // After its end day the thread itself asks for a summary.
  if (name === "summarise") return !isPast(thread);
  return name === "close" || (name === "reopen" && thread.state === "closed");
}

/** In the head of a thread, for its facilitators: its next steps, and a menu with the rest. */
export function ThreadSteps({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  const open = useThreadDialog();
  const steps = THREAD_STEPS.openTo(thread.allowed).filter((step) => isShown(thread, step));
  // On a phone all of them stand in one row: pinning is in the menu there.
  const wide = useWide();
  const can = (action: ThreadOut["allowed"][number]) => thread.allowed.includes(action);
  const mayPin = wide && can("pin");
  const hasMenu = IN_MENU.some(can) || (!wide && can("pin"));
  if (steps.length === 0 && !mayPin && !hasMenu) return null;
  return (
    <section className={classes.steps} aria-label={t`Для тих, хто веде тему`}>
      <WorkflowButtons
        className={classes.transitions}
        transitions={steps}
        onChoose={(step) => open({ kind: "step", step })}
      />
      {mayPin && <PinButton thread={thread} />}
      {hasMenu && (
        <LazyMenu
          preload={ThreadMenuItems.preload}
          button={
            <ToolButton label={t`Ще дії з темою`}>
              <Icon of={IconDots} />
            </ToolButton>
          }
        >
          {(place) => <ThreadMenuItems {...place} thread={thread} />}
        </LazyMenu>
      )}
    </section>
  );
}
