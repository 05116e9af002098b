import { useLingui } from "@lingui/react/macro";
import classes from "./state-bar.module.css";
import { STATE_LABELS, type State, StatusGlyph, stateClass } from "./status";

export type StateCounts = Partial<Record<State, number>>;

const ORDER: State[] = [
  "closed",
  "verified",
  "done",
  "in_progress",
  "blocked",
  "accepted",
  "proposed",
  "cancelled",
  "declined",
];

function present(counts: StateCounts): [State, number][] {
  return ORDER.map((state): [State, number] => [state, counts[state] ?? 0]).filter(([, count]) => count > 0);
}

const numbered = (count: number): number[] => Array.from({ length: count }, (_, place) => place + 1);

/** One field for each action, stacked by state; stripes, dashes and gaps tell the states apart without colour. */
export function StateBar({ counts }: { counts: StateCounts }) {
  const { i18n } = useLingui();
  const rows = present(counts);
  const words = rows.map(([state, count]) => `${i18n._(STATE_LABELS[state])}: ${count}`).join(", ");
  return (
    <div className={classes.bar} role="img" aria-label={words}>
      {rows.flatMap(([state, count]) =>
        numbered(count).map((number) => (
          <i key={`${state} ${number}`} className={`${stateClass(state)} ${classes[state] ?? ""}`} />
        )),
      )}
    </div>
  );
}

export function StateLegend({ counts }: { counts: StateCounts }) {
  const { i18n } = useLingui();
  return (
    <ul className={classes.legend}>
      {present(counts).map(([state, count]) => (
        <li key={state}>
          <StatusGlyph state={state} size={18} />
          {i18n._(STATE_LABELS[state])}
          <b>{count}</b>
        </li>
      ))}
    </ul>
  );
}
