import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ThreadOut } from "@/api/generated/types.gen";
import { Button } from "@/ui/button";
import { useThreadDialog } from "./active-dialog";
import { PinButton } from "./pin-button";
import { PublishButton } from "./publishing/publish-button";
import classes from "./thread.module.css";
import { isAsking, STEPS, useMoveThread } from "./thread-step";

interface Offer {
  asks: "audience" | "edit" | "floor" | "handOver" | "merge" | "move" | "round";
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
  const openDialog = useThreadDialog();
  const open = STEPS.filter((step) => thread.allowed.includes(step.action));
  const pins = thread.allowed.includes("pin");
  const leads = [...BEFORE_PIN, ...AFTER_PIN].some(({ may }) => may(thread));
  if (open.length === 0 && !pins && !leads) return null;
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
            onClick={() => (isAsking(step) ? openDialog({ kind: "step", step }) : move.mutate({ step }))}
          >
            {i18n._(step.label)}
          </Button>
        ))}
        <Offers thread={thread} among={BEFORE_PIN} />
        {pins && <PinButton thread={thread} />}
        <Offers thread={thread} among={AFTER_PIN} />
        <PublishButton thread={thread} />
        <Offers thread={thread} among={LAST} />
      </div>
    </section>
  );
}

function Offers({ thread, among }: { thread: ThreadOut; among: Offer[] }) {
  const open = useThreadDialog();
  const { i18n } = useLingui();
  return among
    .filter(({ may }) => may(thread))
    .map(({ asks, label }) => (
      <Button key={asks} kind="quiet" wide onClick={() => open({ kind: asks })}>
        {i18n._(label)}
      </Button>
    ));
}
