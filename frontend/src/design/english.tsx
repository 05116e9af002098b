import { Trans } from "@lingui/react/macro";
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import classes from "./english.module.css";

interface EnglishProps {
  /** Something is written there already, or waits for a repair: it is in sight from the start. */
  opened: boolean;
  children: ReactNode;
}

/** The same words in English, for those who need them: out of the way of everybody else. */
export function English({ opened, children }: EnglishProps) {
  const id = useId();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const shown = wanted ?? opened;
  return (
    <div className={classes.english}>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setWanted(!shown)}
      >
        <IconChevronDown size={20} stroke={1.75} aria-hidden="true" />
        <Trans>Англійською</Trans>
      </button>
      <div id={id} className={classes.fields} hidden={!shown}>
        {shown && children}
      </div>
    </div>
  );
}
