import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { ActionRow } from "@/modules/actions/action-card";
import { ActionMenu } from "@/modules/actions/action-menu";
import { useActionView } from "@/modules/actions/action-views";
import { Count, STATE_LABELS, StatusGlyph, stateClass } from "@/modules/actions/status";
import type { Step } from "@/modules/actions/steps";
import classes from "./board.module.css";
import { ChoiceBox, ChooseButton, type Choosing, ChoosingBar, useSelection } from "./bulk-selection";
import { type FilledColumn, listOrder } from "./columns";

type OnStep = (action: ActionOut, step: Step) => void;

interface ListViewProps {
  columns: FilledColumn[];
  onStep: OnStep;
}

/** The same as a list, what waits first: the board of a phone, and of those who prefer to read it. */
export function ListView({ columns, onStep }: ListViewProps) {
  const shown = listOrder(columns);
  const choosing = useSelection(
    shown.flatMap(({ lanes, closedItems }) => [...lanes.flatMap(({ items }) => items), ...closedItems]),
  );
  const { on, chosen, toggle } = choosing;
  const choice = on ? { chosen: new Set(chosen.map(({ id }) => id)), toggle } : undefined;
  return (
    <>
      {on && <ChoosingBar {...choosing} />}
      {shown.map((column, place) => (
        <Section
          key={column.key}
          column={column}
          onStep={onStep}
          choice={choice}
          aside={place === 0 && !on && <ChooseButton {...choosing} />}
        />
      ))}
    </>
  );
}

interface SectionProps {
  column: FilledColumn;
  onStep: OnStep;
  choice?: Choosing;
  /** At the end of its head. */
  aside: ReactNode;
}

function Section({ column, onStep, choice, aside }: SectionProps) {
  const { i18n } = useLingui();
  const id = useId();
  const [only] = column.states;
  const single = column.states.length === 1;
  const lanes = column.lanes.filter(({ items }) => items.length > 0);
  // What ended without a result is under no heading that says the contrary.
  const dropped = column.count === 0;
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.sectionHead}>
        {single && only && <StatusGlyph state={only} size={16} />}
        <h2 id={id}>{dropped ? <Trans>Скасовано або відхилено</Trans> : i18n._(column.title)}</h2>
        <Count value={dropped ? column.closedItems.length : column.count} quiet />
        {aside}
      </header>
      {lanes.map(({ state, items }) => (
        <div key={state}>
          {!single && (
            <h3 className={`${stateClass(state)} ${classes.laneHead}`}>
              <StatusGlyph state={state} />
              {i18n._(STATE_LABELS[state])} <b>{items.length}</b>
            </h3>
          )}
          <Rows items={items} onStep={onStep} choice={choice} />
        </div>
      ))}
      {column.closedItems.length > 0 && (
        <Rows items={column.closedItems} onStep={onStep} choice={choice} withState />
      )}
    </section>
  );
}

interface RowsProps {
  items: ActionOut[];
  onStep: OnStep;
  choice?: Choosing;
  withState?: boolean;
}

function Rows({ items, onStep, choice, withState }: RowsProps) {
  const view = useActionView();
  return (
    <ul className={classes.rows}>
      {items.map((action) => (
        <ActionRow
          key={action.id}
          action={view(action)}
          withState={withState}
          choice={choice && <ChoiceBox action={action} {...choice} />}
          menu={<ActionMenu action={action} vertical onStep={(step) => onStep(action, step)} />}
        />
      ))}
    </ul>
  );
}
