import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { MarkCount } from "@/api/generated/types.gen";
import { type State, stateClass } from "@/modules/actions/status";
import classes from "./scorecard.module.css";

type Mark = MarkCount["mark"];

/** More cells than that tell nothing: the legend has the numbers. */
const MOST_CELLS = 300;

const LABELS: Record<Mark, MessageDescriptor> = {
  verified: msg`підтверджено`,
  implemented: msg`на перевірці`,
  at_work: msg`у роботі або частково`,
  not_started: msg`не почато`,
  closed: msg`не виконуватимуть`,
  rejected: msg`відхилено`,
  unanswered: msg`без відповіді`,
};

/** Whose colour a mark has; its pattern is its own. */
const STATES: Record<Mark, State> = {
  verified: "verified",
  implemented: "done",
  at_work: "in_progress",
  not_started: "accepted",
  closed: "closed",
  rejected: "declined",
  unanswered: "proposed",
};

const look = (mark: Mark) => `${classes.cell} ${stateClass(STATES[mark])} ${classes[mark] ?? ""}`;

/** One cell for each recommendation, in the colours and patterns of how far it came. */
export function MarkCells({ marks }: { marks: MarkCount[] }) {
  const { i18n } = useLingui();
  const present = marks.filter(({ count }) => count > 0);
  const words = present.map(({ mark, count }) => `${i18n._(LABELS[mark])}: ${count}`).join(", ");
  const total = present.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={classes.marks}>
      {total <= MOST_CELLS && (
        <div className={classes.cells} role="img" aria-label={words}>
          {present.flatMap(({ mark, count }) =>
            Array.from({ length: count }, (_, place) => `${mark} ${place}`).map((key) => (
              <i key={key} className={look(mark)} />
            )),
          )}
        </div>
      )}
      <ul className={classes.legend}>
        {present.map(({ mark, count }) => (
          <li key={mark}>
            <i className={look(mark)} aria-hidden="true" />
            <b>{count}</b> {i18n._(LABELS[mark])}
          </li>
        ))}
      </ul>
    </div>
  );
}
