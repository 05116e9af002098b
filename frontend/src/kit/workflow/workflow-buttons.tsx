import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button, type ButtonKind } from "@/ui/button";
import type { Transition } from "./workflow";

interface Look {
  kind?: ButtonKind;
  icon?: ReactNode;
  /** Something is missing, so the server would refuse it. */
  disabled?: boolean;
}

interface WorkflowButtonsProps<T extends Transition> {
  className?: string;
  transitions: T[];
  busy?: boolean;
  /** The look of a button, by its index among the open transitions. */
  look?: (transition: T, place: number) => Look;
  onChoose: (transition: T) => void;
}

/** Transitions as buttons; nothing is rendered where none is open. */
export function WorkflowButtons<T extends Transition>(props: WorkflowButtonsProps<T>) {
  const { className, transitions, busy, look = dangerLook, onChoose } = props;
  const { i18n } = useLingui();
  if (transitions.length === 0) return null;
  return (
    <div className={className}>
      {transitions.map((one, place) => {
        const { icon, ...shown } = look(one, place);
        return (
          <Button
            key={one.name}
            busy={busy}
            aria-label={one.short && i18n._(one.label)}
            onClick={() => onChoose(one)}
            {...shown}
          >
            {icon}
            {i18n._(one.short ?? one.label)}
          </Button>
        );
      })}
    </div>
  );
}

const dangerLook = ({ danger }: Transition): Look => ({ kind: danger ? "danger" : "quiet" });
