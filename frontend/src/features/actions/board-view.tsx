import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { ActionCard, ActionRow } from "@/design/action-card";
import { Board, BoardColumn, BoardLane } from "@/design/board-column";
import { Count, type State, StatusGlyph, StatusPill } from "@/design/status";
import { ActionMenu } from "@/widgets/action-menu";
import { useActionView } from "@/widgets/action-views";
import type { Step } from "@/widgets/steps";
import classes from "./board.module.css";
import { COLUMNS, type Column, ENDED, inState, PHONE_ORDER } from "./columns";
import { useDraggable, useDropState } from "./drag";

interface ViewProps {
  actions: ActionOut[];
  onStep: (action: ActionOut, step: Step) => void;
}

function count(actions: ActionOut[], states: State[]): number {
  return actions.filter((action) => states.includes(action.state)).length;
}

/** The board of wide screens: cards are dragged, or moved by their menus. */
export function BoardView({ actions, onStep }: ViewProps) {
  const { i18n } = useLingui();
  return (
    <Board>
      {COLUMNS.map((column) => {
        const [only] = column.states;
        return (
          <BoardColumn
            key={column.key}
            title={i18n._(column.title)}
            count={count(actions, column.states)}
            glyph={column.states.length === 1 ? only : undefined}
          >
            {column.states.map((state) => (
              <Lane
                key={state}
                state={state}
                named={column.states.length > 1}
                actions={inState(actions, state)}
                onStep={onStep}
              />
            ))}
            {column.key === "checking" && (
              <p className={classes.hint}>
                <Trans>Підтверджує інша організація, не виконавець.</Trans>
              </p>
            )}
            {column.key === "verified" && <Ended actions={actions} onStep={onStep} />}
          </BoardColumn>
        );
      })}
    </Board>
  );
}

interface LaneProps extends ViewProps {
  state: State;
  named: boolean;
}

function Lane({ state, named, actions, onStep }: LaneProps) {
  const { ref, drop } = useDropState(state, onStep);
  const shown = actions.length > 0 || drop !== null || !named;
  return (
    <BoardLane ref={ref} state={state} count={actions.length} named={named && shown} drop={drop}>
      {actions.map((action) => (
        <BoardCard key={action.id} action={action} onStep={onStep} />
      ))}
    </BoardLane>
  );
}

function BoardCard({ action, onStep }: { action: ActionOut; onStep: ViewProps["onStep"] }) {
  const view = useActionView();
  const { ref, dragging } = useDraggable(action);
  return (
    <ActionCard
      ref={ref}
      dragging={dragging}
      action={view(action)}
      menu={<ActionMenu action={action} onStep={(step) => onStep(action, step)} />}
    />
  );
}

/** What was cancelled or declined: counted, and shown when somebody asks. */
function Ended({ actions, onStep }: ViewProps) {
  const { t } = useLingui();
  const [shown, setShown] = useState<State | null>(null);
  return ENDED.filter((state) => count(actions, [state]) > 0).map((state) => {
    const rows = inState(actions, state);
    const open = shown === state;
    return (
      <div key={state}>
        <p className={classes.ended}>
          <StatusPill state={state} />
          <button
            type="button"
            className={classes.reveal}
            aria-expanded={open}
            onClick={() => setShown(open ? null : state)}
          >
            {open ? t`Сховати` : t`Показати ${rows.length}`}
          </button>
        </p>
        {open && rows.map((action) => <BoardCard key={action.id} action={action} onStep={onStep} />)}
      </div>
    );
  });
}

interface ListViewProps extends ViewProps {
  wide: boolean;
}

/** The same as a list: what waits first. On a phone this is the board. */
export function ListView({ actions, onStep, wide }: ListViewProps) {
  const { i18n } = useLingui();
  const ended: Column = { key: "ended", title: { id: "" }, states: ENDED };
  const columns = [
    ...PHONE_ORDER.flatMap((key) => COLUMNS.find((column) => column.key === key) ?? []),
    ended,
  ].filter((column) => count(actions, column.states) > 0);
  return (
    <div className={wide ? classes.wideList : undefined}>
      {columns.map((column) => (
        <section key={column.key}>
          <h2 className={classes.listHead}>
            {column.states.length === 1 && column.states[0] && <StatusGlyph state={column.states[0]} />}
            {column === ended ? <Trans>Не виконуємо</Trans> : i18n._(column.title)}
            <Count value={count(actions, column.states)} quiet />
          </h2>
          <ul className={classes.list}>
            {column.states
              .flatMap((state) => inState(actions, state))
              .map((action) => (
                <Row key={action.id} action={action} withState={column.states.length > 1} onStep={onStep} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface RowProps {
  action: ActionOut;
  withState: boolean;
  onStep: ViewProps["onStep"];
}

function Row({ action, withState, onStep }: RowProps) {
  const view = useActionView();
  return (
    <ActionRow
      action={view(action)}
      withState={withState}
      menu={<ActionMenu action={action} vertical onStep={(step) => onStep(action, step)} />}
    />
  );
}
