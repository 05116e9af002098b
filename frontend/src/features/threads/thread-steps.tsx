import { useLingui } from "@lingui/react/macro";
import { IconDots } from "@tabler/icons-react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useWide } from "@/lib/use-wide";
import { isPast } from "@/modules/threads/deadline-passed";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { LazyMenu } from "@/ui/lazy-menu";
import { useThreadDialog } from "./active-dialog";
import { ThreadMenuItems } from "./on-demand";
import { PinButton } from "./pin-button";
import classes from "./thread.module.css";
import { findStep } from "./thread-step";

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

/** In the head of a thread, for people who lead it: its next steps, and a menu with the rest. */
export function ThreadSteps({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  const open = useThreadDialog();
  // After its end day the thread itself asks for a summary.
  const summarise = isPast(thread) ? undefined : findStep(thread, "summarise");
  const close = findStep(thread, "close");
  const reopen = thread.state === "closed" ? findStep(thread, "reopen") : undefined;
  // On a phone all of them stand in one row: pinning is in the menu there.
  const wide = useWide();
  const can = (action: ThreadOut["allowed"][number]) => thread.allowed.includes(action);
  const mayPin = wide && can("pin");
  const hasMenu = IN_MENU.some(can) || (!wide && can("pin"));
  if (!summarise && !close && !reopen && !mayPin && !hasMenu) return null;
  return (
    <section className={classes.steps} aria-label={t`Для тих, хто веде тему`}>
      {summarise && (
        <Button kind="quiet" onClick={() => open({ kind: "step", step: summarise })}>
          {t`Готувати підсумок`}
        </Button>
      )}
      {close && (
        <Button kind="quiet" aria-label={t`Закрити тему`} onClick={() => open({ kind: "step", step: close })}>
          {t`Закрити`}
        </Button>
      )}
      {reopen && (
        <Button kind="quiet" onClick={() => open({ kind: "step", step: reopen })}>
          {t`Відкрити знову`}
        </Button>
      )}
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
