import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { ActionCard } from "@/modules/actions/action-card";
import { ActionMenu } from "@/modules/actions/action-menu";
import { useActionView } from "@/modules/actions/action-views";
import { Board, BoardColumn, BoardLane } from "@/modules/actions/board-column";
import { StatusPill } from "@/modules/actions/status";
import type { Step } from "@/modules/actions/steps";
import { Button } from "@/ui/button";
import classes from "./board.module.css";
import { COMPLETED_STATES, type FilledColumn, type Lane, stepByDrop } from "./columns";
import { useCardDrag, useDragged, useLaneDrop } from "./drag";

/** Of what is verified or filed so many are shown at once: the newest; the rest on request. */
const MOST_PROVED = 3;

interface BoardViewProps {
  columns: FilledColumn[];
  onStep: (action: ActionOut, step: Step) => void;
}

/** Four columns. A card is moved with the pointer, or by its menu. */
export function BoardView({ columns, onStep }: BoardViewProps) {
  const { i18n } = useLingui();
  const dragged = useDragged();
  return (
    <Board>
      {columns.map((column) => (
        <BoardColumn
          key={column.key}
          title={i18n._(column.title)}
          count={column.count}
          glyph={column.states.length === 1 ? column.states[0] : undefined}
        >
          {column.lanes.map((lane) => (
            <LaneView
              key={lane.state}
              lane={lane}
              named={column.states.length > 1}
              dragged={dragged}
              onStep={onStep}
            />
          ))}
          {column.key === "checking" && (
            <p className={classes.note}>
              <Trans>Підтверджує інша організація, не виконавець.</Trans>
            </p>
          )}
          {column.closedItems.length > 0 && <Closed items={column.closedItems} onStep={onStep} />}
        </BoardColumn>
      ))}
    </Board>
  );
}

interface LaneViewProps {
  lane: Lane;
  named: boolean;
  dragged: ActionOut | null;
  onStep: BoardViewProps["onStep"];
}

function LaneView({ lane, named, dragged, onStep }: LaneViewProps) {
  const { state, items } = lane;
  const [all, setAll] = useState(false);
  const { ref, over } = useLaneDrop(state, (action) => {
    const step = stepByDrop(action, state);
    if (step) onStep(action, step);
  });
  const shown = COMPLETED_STATES.has(state) && !all ? items.slice(0, MOST_PROVED) : items;
  const rest = items.length - shown.length;
  return (
    <BoardLane
      ref={ref}
      state={state}
      count={items.length}
      named={named}
      drop={dropLook(dragged, state, over)}
    >
      <Cards items={shown} onStep={onStep} />
      {rest > 0 && (
        <Button kind="ghost" className={classes.more} onClick={() => setAll(true)}>
          <Plural
            value={rest}
            one="Ще # доручення"
            few="Ще # доручення"
            many="Ще # доручень"
            other="Ще # доручення"
          />
        </Button>
      )}
    </BoardLane>
  );
}

function dropLook(dragged: ActionOut | null, state: ActionOut["state"], over: boolean) {
  if (!dragged || dragged.state === state) return null;
  if (!stepByDrop(dragged, state)) return "refused";
  return over ? "over" : "possible";
}

function Cards({ items, onStep }: { items: ActionOut[]; onStep: BoardViewProps["onStep"] }) {
  return items.map((action) => (
    <BoardCard key={action.id} action={action} onStep={(step) => onStep(action, step)} />
  ));
}

function BoardCard({ action, onStep }: { action: ActionOut; onStep: (step: Step) => void }) {
  const view = useActionView();
  const { ref, dragging } = useCardDrag(action);
  return (
    <ActionCard
      ref={ref}
      action={view(action)}
      dragging={dragging}
      menu={<ActionMenu action={action} onStep={onStep} />}
    />
  );
}

function Closed({ items, onStep }: { items: ActionOut[]; onStep: BoardViewProps["onStep"] }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const states = [...new Set(items.map(({ state }) => state))];
  const count = items.length;
  return (
    <div className={classes.closed}>
      <div className={classes.closedHead}>
        <span className={classes.pills}>
          {states.map((state) => (
            <StatusPill key={state} state={state} />
          ))}
        </span>
        <Button kind="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t`Сховати` : t`Показати ${count}`}
        </Button>
      </div>
      {open && <Cards items={items} onStep={onStep} />}
    </div>
  );
}
