import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import classes from "./status.module.css";

/** States of an action item, in the order in which work goes on. */
export const STATES = [
  "proposed",
  "accepted",
  "in_progress",
  "blocked",
  "done",
  "verified",
  "closed",
  "cancelled",
  "declined",
] as const;

export type State = (typeof STATES)[number];

export const STATE_LABELS: Record<State, MessageDescriptor> = {
  proposed: msg`Запропоновано`,
  accepted: msg`Прийнято`,
  in_progress: msg`У роботі`,
  blocked: msg`Заблоковано`,
  done: msg`Чекає підтвердження`,
  verified: msg`Підтверджено`,
  closed: msg`Закрито`,
  cancelled: msg`Скасовано`,
  declined: msg`Відхилено`,
};

/** A circle that is three quarters full: done in part, for what has such a state. */
type Degree = State | "partial";

/** Nobody has anything to do any more. */
export const TERMINAL_STATES: ReadonlySet<State> = new Set<State>([
  "verified",
  "closed",
  "cancelled",
  "declined",
]);

/** Class that sets `--state` and `--state-tint` for everything inside. */
export function stateClass(state: State): string {
  return classes[state] ?? "";
}

const RING = <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />;
const SLASHED = (
  <>
    {RING}
    <path d="m3.8 12.2 8.4-8.4" stroke="currentColor" strokeWidth="2" />
  </>
);

const GLYPHS: Record<Degree | "overdue", ReactNode> = {
  proposed: (
    <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="2.7 2" />
  ),
  accepted: RING,
  in_progress: (
    <>
      {RING}
      <path d="M8 4.2a3.8 3.8 0 0 1 0 7.6z" fill="currentColor" />
    </>
  ),
  partial: (
    <>
      {RING}
      <path d="M8 8V4.2A3.8 3.8 0 1 1 4.2 8z" fill="currentColor" />
    </>
  ),
  blocked: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.6 8h6.8" stroke="var(--state-tint)" strokeWidth="2.2" />
    </>
  ),
  done: (
    <>
      {RING}
      <path
        d="m5.2 8.2 2 2 3.6-4"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  verified: (
    <>
      <path
        d="M8 .4l1.9 1.5 2.4-.2.8 2.3 2 1.3-.7 2.7.7 2.7-2 1.3-.8 2.3-2.4-.2L8 15.6l-1.9-1.5-2.4.2-.8-2.3-2-1.3.7-2.7-.7-2.7 2-1.3.8-2.3 2.4.2z"
        fill="currentColor"
      />
      <path
        d="m5 8.2 2.1 2.1 4-4.4"
        fill="none"
        stroke="var(--state-tint)"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  closed: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d="m5 8.2 2.1 2.1 4-4.4"
        fill="none"
        stroke="var(--state-tint)"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  cancelled: SLASHED,
  declined: SLASHED,
  overdue: (
    <>
      {RING}
      <path d="M8 4.6V8l2.3 1.6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </>
  ),
};

/** One circle that fills as the work goes on. Decorative: the state stands beside it in words. */
export function StatusGlyph({ state, size = 16 }: { state: Degree | "overdue"; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      className={`${classes[state]} ${classes.glyph}`}
    >
      {GLYPHS[state]}
    </svg>
  );
}

type StatusPillProps =
  /** `children`: words other than the name of the state, such as «6 з 11». */
  { state: State; children?: ReactNode } | { state: Degree; children: ReactNode };

export function StatusPill({ state, children }: StatusPillProps) {
  const { i18n } = useLingui();
  const struck = children === undefined && (state === "cancelled" || state === "declined");
  return (
    <span className={`${classes.pill} ${classes[state]}`}>
      <StatusGlyph state={state} />
      <span className={struck ? classes.struck : undefined}>
        {children ?? (state !== "partial" && i18n._(STATE_LABELS[state]))}
      </span>
    </span>
  );
}

/** Stands beside the state, never instead of it. */
export function OverduePill({ children }: { children: ReactNode }) {
  return (
    <span className={`${classes.pill} ${classes.overdue}`}>
      <StatusGlyph state="overdue" />
      {children}
    </span>
  );
}

/** Honey: it waits for you. Nothing else is yellow. */
export function AttentionPill({ children }: { children: ReactNode }) {
  return <span className={`${classes.pill} ${classes.you}`}>{children}</span>;
}

export function PlainPill({ children }: { children: ReactNode }) {
  return <span className={`${classes.pill} ${classes.plain}`}>{children}</span>;
}

interface CountProps {
  value: number;
  /** There are more than were counted: «50+». */
  more?: boolean;
  /** Honey counts what waits for the reader, quiet counts what merely is. */
  quiet?: boolean;
  /** Read after the number, for those who do not see where it stands: « нові повідомлення». */
  label?: string;
}

export function Count({ value, more = false, quiet = false, label }: CountProps) {
  return (
    <span className={`${classes.count} ${quiet ? classes.quiet : ""}`}>
      {value}
      {more && "+"}
      {label && <span className="v-hidden"> {label}</span>}
    </span>
  );
}
