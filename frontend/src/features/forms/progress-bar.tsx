import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import classes from "./forms.module.css";

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
        <span className="v-t2 v-num">
          <Trans>
            {answered} з {total}
          </Trans>
        </span>
      </p>
      <progress value={answered} max={Math.max(total, 1)} aria-hidden="true" />
    </div>
  );
}
