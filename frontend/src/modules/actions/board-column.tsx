import { useLingui } from "@lingui/react/macro";
import { type ReactNode, type Ref, useId } from "react";
import classes from "./board-column.module.css";
import { Count, STATE_LABELS, type State, StatusGlyph, stateClass } from "./status";

export function Board({ children }: { children: ReactNode }) {
  return <div className={classes.board}>{children}</div>;
}

interface BoardColumnProps {
  title: string;
  count: number;
  /** A glyph beside the title where the column holds one state. */
  glyph?: State;
  children: ReactNode;
}

export function BoardColumn({ title, count, glyph, children }: BoardColumnProps) {
  const id = useId();
  return (
    <section className={classes.column} aria-labelledby={id}>
      <header className={classes.header}>
        {glyph && <StatusGlyph state={glyph} size={20} />}
        <h2 id={id}>{title}</h2>
        <Count value={count} quiet />
      </header>
      {children}
    </section>
  );
}

interface BoardLaneProps {
  state: State;
  count: number;
  /** A column of one state needs no second name. */
  named?: boolean;
  /** While a card is dragged: may it land here, is it above, or is it refused? */
  drop?: "possible" | "over" | "refused" | null;
  ref?: Ref<HTMLDivElement>;
  children?: ReactNode;
}

const DROP_CLASSES = {
  possible: classes.target,
  over: `${classes.target} ${classes.over}`,
  refused: classes.refused,
};

export function BoardLane({ state, count, named = true, drop = null, ref, children }: BoardLaneProps) {
  const { i18n } = useLingui();
  return (
    <div ref={ref} className={`${classes.lane} ${drop ? DROP_CLASSES[drop] : ""}`}>
      {named && (
        <h3 className={`${stateClass(state)} ${classes.laneName}`}>
          <StatusGlyph state={state} />
          {i18n._(STATE_LABELS[state])} <b>{count}</b>
        </h3>
      )}
      {children}
    </div>
  );
}
