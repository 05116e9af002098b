import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ThreadStepOut } from "@/api/generated/types.gen";
import { stepsQuery } from "@/data/threads";
import { useReader } from "@/lib/reader";
import classes from "./floor.module.css";

/** For everybody who reads the thread: who opened and closed it, and why it was opened again. */
export function StateRecord({ threadId }: { threadId: string }) {
  const { data: steps = [] } = useQuery(stepsQuery(threadId));
  if (steps.length === 0) return null;
  return (
    <ul className={classes.record}>
      {steps.toReversed().map((step) => (
        <li key={step.id}>
          <Step step={step} />
        </li>
      ))}
    </ul>
  );
}

function Step({ step }: { step: ThreadStepOut }) {
  const { say, dates } = useReader();
  const { reason } = step;
  const who = step.actor ? say(step.actor.person.name) : "";
  const when = `${dates.long(dates.day(step.at))}, ${dates.time(step.at)}`;
  return (
    <>
      <What step={step} />
      {reason && (
        <>
          {" "}
          <Trans>Причина: {reason}</Trans>
        </>
      )}
      <div className="v-small v-t2">{[who, when].filter(Boolean).join(", ")}</div>
    </>
  );
}

function What({ step: { before, after } }: { step: ThreadStepOut }): ReactNode {
  if (after === "summarising") return <Trans>Почали готувати підсумок.</Trans>;
  if (after === "closed") return <Trans>Тему закрито.</Trans>;
  return before === "draft" ? <Trans>Тему відкрито.</Trans> : <Trans>Тему відкрито знову.</Trans>;
}
