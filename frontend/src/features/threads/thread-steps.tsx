import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { Button } from "@/ui/button";
import {
  AudienceDialog,
  EditThreadDialog,
  FloorDialog,
  HandOverDialog,
  MergeDialog,
  MoveDialog,
  RoundDialog,
  ThreadStepDialog,
} from "./on-demand";
import { PinButton } from "./pin-button";
import { PublishButton } from "./publishing/publish-button";
import classes from "./thread.module.css";
import { type AskingStep, STEPS, type ThreadStep, useMoveThread } from "./thread-step";

/** What has a dialog of its own. */
const DIALOGS = {
  audience: AudienceDialog,
  edit: EditThreadDialog,
  floor: FloorDialog,
  handOver: HandOverDialog,
  merge: MergeDialog,
  move: MoveDialog,
  round: RoundDialog,
};
type Asking = keyof typeof DIALOGS;

interface Offer {
  asks: Asking;
  label: MessageDescriptor;
  may: (thread: ThreadOut) => boolean;
}

/** What is offered where the policy allows it, before the pin and after it. */
const BEFORE_PIN: Offer[] = [
  { asks: "floor", label: msg`Пауза і темп розмови`, may: ({ allowed }) => allowed.includes("keep_floor") },
  {
    asks: "round",
    label: msg`Почати коло`,
    may: ({ allowed, state, round }) => allowed.includes("keep_floor") && state === "open" && !round,
  },
];
const AFTER_PIN: Offer[] = [
  { asks: "edit", label: msg`Змінити тему`, may: ({ allowed }) => allowed.includes("edit") },
  { asks: "handOver", label: msg`Передати ведення`, may: ({ allowed }) => allowed.includes("hand_over") },
  {
    asks: "audience",
    label: msg`Змінити, хто бачить`,
    may: ({ allowed }) => allowed.includes("set_audience"),
  },
];
const LAST: Offer[] = [
  { asks: "merge", label: msg`Об’єднати з іншою темою`, may: ({ allowed }) => allowed.includes("merge") },
  { asks: "move", label: msg`Перенести до іншої групи`, may: ({ allowed }) => allowed.includes("move") },
];

/** For those who lead the thread: its next step. */
export function ThreadSteps({ thread }: { thread: ThreadOut }) {
  const { i18n } = useLingui();
  const move = useMoveThread(thread);
  const [asking, setAsking] = useState<ThreadStep | Asking | null>(null);
  const open = STEPS.filter((step) => thread.allowed.includes(step.action));
  const pins = thread.allowed.includes("pin");
  const leads = [...BEFORE_PIN, ...AFTER_PIN].some(({ may }) => may(thread));
  if (open.length === 0 && !pins && !leads) return null;
  const Asked = typeof asking === "string" ? DIALOGS[asking] : null;
  const offers = { thread, onAsk: setAsking };
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
        <Offers {...offers} among={BEFORE_PIN} />
        {pins && <PinButton thread={thread} />}
        <Offers {...offers} among={AFTER_PIN} />
        <PublishButton thread={thread} />
        <Offers {...offers} among={LAST} />
      </div>
      {Asked && <Asked thread={thread} onClose={() => setAsking(null)} />}
      {asking && typeof asking === "object" && (
        <ThreadStepDialog thread={thread} step={asking as AskingStep} onClose={() => setAsking(null)} />
      )}
    </section>
  );
}

interface OffersProps {
  thread: ThreadOut;
  among: Offer[];
  onAsk: (asking: Asking) => void;
}

function Offers({ thread, among, onAsk }: OffersProps) {
  const { i18n } = useLingui();
  return among
    .filter(({ may }) => may(thread))
    .map(({ asks, label }) => (
      <Button key={asks} kind="quiet" wide onClick={() => onAsk(asks)}>
        {i18n._(label)}
      </Button>
    ));
}
