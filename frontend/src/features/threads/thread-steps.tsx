import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { Button } from "@/design/button";
import { AudienceDialog } from "./audience-dialog";
import { EditThreadDialog } from "./edit-thread-dialog";
import { FloorDialog } from "./floor/floor-dialog";
import { HandOverDialog } from "./floor/hand-over-dialog";
import { RoundDialog } from "./floor/round-dialog";
import { MergeButton } from "./moving/merge-dialog";
import { MoveButton } from "./moving/move-dialog";
import { PinButton } from "./pin-button";
import { PublishButton } from "./publishing/publish-button";
import classes from "./thread.module.css";
import { STEPS, type ThreadStep, ThreadStepDialog, useMoveThread } from "./thread-step";

/** What has a dialog of its own. */
const DIALOGS = {
  audience: AudienceDialog,
  edit: EditThreadDialog,
  floor: FloorDialog,
  handOver: HandOverDialog,
  round: RoundDialog,
};
type Asking = keyof typeof DIALOGS;

/** For those who lead the thread: its next step. */
export function ThreadSteps({ thread }: { thread: ThreadOut }) {
  const { i18n } = useLingui();
  const move = useMoveThread(thread);
  const [asking, setAsking] = useState<ThreadStep | Asking | null>(null);
  const open = STEPS.filter((step) => thread.allowed.includes(step.action));
  const chooses = thread.allowed.includes("set_audience");
  const [edits, pins] = [thread.allowed.includes("edit"), thread.allowed.includes("pin")];
  const keepsFloor = thread.allowed.includes("keep_floor");
  const handsOver = thread.allowed.includes("hand_over");
  if (open.length === 0 && !chooses && !edits && !pins && !keepsFloor && !handsOver) return null;
  const Asked = typeof asking === "string" ? DIALOGS[asking] : null;
  return (
    <section>
      <h2>
        <Trans>Для тих, хто веде тему</Trans>
      </h2>
      <div className={classes.buttons}>
        {open.map((step) => (
          <Button
            key={step.action}
            kind="quiet"
            wide
            busy={move.isPending}
            onClick={() => (step.asks ? setAsking(step) : move.mutate({ step }))}
          >
            {i18n._(step.label)}
          </Button>
        ))}
        {keepsFloor && (
          <Button kind="quiet" wide onClick={() => setAsking("floor")}>
            <Trans>Пауза і темп розмови</Trans>
          </Button>
        )}
        {keepsFloor && thread.state === "open" && !thread.round && (
          <Button kind="quiet" wide onClick={() => setAsking("round")}>
            <Trans>Почати коло</Trans>
          </Button>
        )}
        {pins && <PinButton thread={thread} />}
        {edits && (
          <Button kind="quiet" wide onClick={() => setAsking("edit")}>
            <Trans>Змінити тему</Trans>
          </Button>
        )}
        {handsOver && (
          <Button kind="quiet" wide onClick={() => setAsking("handOver")}>
            <Trans>Передати ведення</Trans>
          </Button>
        )}
        {chooses && (
          <Button kind="quiet" wide onClick={() => setAsking("audience")}>
            <Trans>Змінити, хто бачить</Trans>
          </Button>
        )}
        <PublishButton thread={thread} />
        <MergeButton thread={thread} />
        <MoveButton thread={thread} />
      </div>
      {Asked && <Asked thread={thread} onClose={() => setAsking(null)} />}
      {asking && typeof asking === "object" && (
        <ThreadStepDialog thread={thread} step={asking} onClose={() => setAsking(null)} />
      )}
    </section>
  );
}
