import { Trans } from "@lingui/react/macro";
import type { LadderStepOut } from "@/api/generated/types.gen";
import classes from "./reminders.module.css";
import { useStepWords } from "./step-words";

/** The rules of reminding, in the order in which they come. */
export function LadderList({ steps }: { steps: LadderStepOut[] }) {
  const words = useStepWords();
  if (steps.length === 0) {
    return (
      <p className="v-small v-t2">
        <Trans>Ніхто не отримує нагадувань.</Trans>
      </p>
    );
  }
  return (
    <ol className={`v-small ${classes.ladder}`}>
      {steps.map((step) => (
        <li key={`${step.offset_days} ${step.audience}`}>
          <span>{words.when(step)}</span> <b>{words.whom(step)}</b>
        </li>
      ))}
    </ol>
  );
}
