import { useLingui } from "@lingui/react/macro";
import classes from "./dossier-list.module.css";
import { PHASE_LABELS, PHASES, type Phase } from "./words";

/** Five dots on a line, the present one larger, with its word. */
export function PhaseDots({ phase }: { phase: Phase }) {
  const { i18n } = useLingui();
  const present = PHASES.indexOf(phase);
  const look = (place: number) => (place < present ? classes.past : place === present ? classes.present : "");
  return (
    <span className={classes.phase}>
      <span className={classes.dots} aria-hidden="true">
        {PHASES.map((one, place) => (
          <i key={one} className={look(place)} />
        ))}
      </span>
      {i18n._(PHASE_LABELS[phase])}
    </span>
  );
}
