import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import classes from "./disclosure.module.css";
import { Icon } from "./icon";

interface DisclosureProps {
  label: ReactNode;
  /** Something is written there already, or waits for a repair: it is in sight from the start. */
  opened: boolean;
  /** Something in it has to be repaired before it can be sent: that is not folded away. */
  faulty?: boolean;
  children: ReactNode;
}

/** Fields that few need: out of the way of everybody else. */
export function Disclosure({ label, opened, faulty = false, children }: DisclosureProps) {
  const id = useId();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const shown = faulty || (wanted ?? opened);
  return (
    <div>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setWanted(!shown)}
      >
        <Icon of={IconChevronDown} />
        {label}
      </button>
      <div id={id} className={classes.fields} hidden={!shown}>
        {shown && children}
      </div>
    </div>
  );
}
