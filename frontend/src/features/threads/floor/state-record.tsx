import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ThreadStepOut } from "@/api/generated/types.gen";
import { stepsQuery } from "@/queries/threads";
import classes from "./floor.module.css";
import { RecordLine } from "./record-line";

/** For everybody who reads the thread: who opened and closed it, and why it was opened again. */
export function StateRecord({ threadId }: { threadId: string }) {
  const { data: steps = [] } = useQuery(stepsQuery(threadId));
  if (steps.length === 0) return null;
  return (
    <ul className={classes.record}>
      {steps.toReversed().map((step) => (
        <RecordLine key={step.id} step={step} why={step.reason}>
          <What step={step} />
        </RecordLine>
      ))}
    </ul>
  );
}

function What({ step: { before, after } }: { step: ThreadStepOut }): ReactNode {
  if (after === "summarising") return <Trans>Почали готувати підсумок.</Trans>;
  if (after === "closed") return <Trans>Тему закрито.</Trans>;
  return before === "draft" ? <Trans>Тему відкрито.</Trans> : <Trans>Тему відкрито знову.</Trans>;
}
