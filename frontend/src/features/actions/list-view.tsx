import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { ActionRow } from "@/design/action-card";
import { Count, STATE_LABELS, StatusGlyph, stateClass } from "@/design/status";
import { ActionMenu } from "@/widgets/action-menu";
import { useActionView } from "@/widgets/action-views";
import type { Step } from "@/widgets/steps";
import classes from "./board.module.css";
import { type FilledColumn, listOrder } from "./columns";

type OnStep = (action: ActionOut, step: Step) => void;

interface ListViewProps {
  columns: FilledColumn[];
  onStep: OnStep;
}

/** The same as a list, what waits first: the board of a phone, and of those who prefer to read it. */
export function ListView({ columns, onStep }: ListViewProps) {
  return listOrder(columns).map((column) => <Section key={column.key} column={column} onStep={onStep} />);
}

function Section({ column, onStep }: { column: FilledColumn; onStep: OnStep }) {
  const { i18n } = useLingui();
  const id = useId();
  const [only] = column.states;
  const single = column.states.length === 1;
  const lanes = column.lanes.filter(({ items }) => items.length > 0);
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.sectionHead}>
        {single && only && <StatusGlyph state={only} size={16} />}
        <h2 id={id}>{i18n._(column.title)}</h2>
        <Count value={column.count} quiet />
      </header>
      {lanes.map(({ state, items }) => (
        <div key={state}>
          {!single && (
            <h3 className={`${stateClass(state)} ${classes.laneHead}`}>
              <StatusGlyph state={state} />
              {i18n._(STATE_LABELS[state])} <b>{items.length}</b>
            </h3>
          )}
          <Rows items={items} onStep={onStep} />
        </div>
      ))}
      {column.closedItems.length > 0 && <Rows items={column.closedItems} onStep={onStep} withState />}
    </section>
  );
}

interface RowsProps {
  items: ActionOut[];
  onStep: OnStep;
  withState?: boolean;
}

function Rows({ items, onStep, withState }: RowsProps) {
  const view = useActionView();
  return (
    <ul className={classes.rows}>
      {items.map((action) => (
        <ActionRow
          key={action.id}
          action={view(action)}
          withState={withState}
          menu={<ActionMenu action={action} vertical onStep={(step) => onStep(action, step)} />}
        />
      ))}
    </ul>
  );
}
