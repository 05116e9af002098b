import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useLocale } from "@/lib/locale";
import type { AskedQuestion } from "./asked-form";
import classes from "./forms.module.css";

/** The id of a question on its page. */
export const questionAnchor = (name: string) => `question-${name}`;

/** Bring a question into view, and the keyboard to it. */
export function goToQuestion(name: string): void {
  document.getElementById(questionAnchor(name))?.focus();
}

/** «Б5 Чи працює кнопка виклику чергового?» */
export function QuestionLabel({ asked: { number, question } }: { asked: AskedQuestion }) {
  const { localize } = useLocale();
  return (
    <span className={classes.label}>
      {number && <span className={classes.number}>{number}</span>} <span>{localize(question.label)}</span>
    </span>
  );
}

/** «5 з 11» */
export function Count({ answered, total }: { answered: number; total: number }) {
  return (
    <span className="v-small v-t2 v-num">
      <Trans>
        {answered} з {total}
      </Trans>
    </span>
  );
}

interface ProgressBarProps {
  answered: number;
  total: number;
  children: ReactNode;
}

/** «Відповіді розділу 5 з 11», and the same as a bar. */
export function ProgressBar({ answered, total, children }: ProgressBarProps) {
  return (
    <div className={classes.progress}>
      <p>
        <b>{children}</b>
        <Count answered={answered} total={total} />
      </p>
      <progress value={answered} max={Math.max(total, 1)} aria-hidden="true" />
    </div>
  );
}

/** The main action, at the foot of the screen. */
export function FootBar({ children }: { children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>;
}
