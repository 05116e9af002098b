import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { FloorStepOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";

interface RecordLineProps {
  step: Pick<FloorStepOut, "actor" | "at">;
  why: string;
  /** What was done. */
  children: ReactNode;
}

/** One step of the record of a thread, why it was taken, by whom and when. */
export function RecordLine({ step, why, children }: RecordLineProps) {
  const { localize: say, dates } = useLocale();
  const who = step.actor ? say(step.actor.person.name) : "";
  const when = `${dates.long(dates.day(step.at))}, ${dates.time(step.at)}`;
  return (
    <li>
      {children}
      {why && (
        <>
          {" "}
          <Trans>Причина: {why}</Trans>
        </>
      )}
      <div className="v-small v-t2">{[who, when].filter(Boolean).join(", ")}</div>
    </li>
  );
}
