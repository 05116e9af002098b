import { Trans } from "@lingui/react/macro";
import { IconWorld } from "@tabler/icons-react";
import classes from "./to-all.module.css";

/** Above a field: whoever writes there writes for anybody. */
export function ToAll({ id }: { id?: string }) {
  return (
    <p id={id} className={classes.toAll}>
      <IconWorld size={20} stroke={1.75} aria-hidden="true" />
      <Trans>Це прочитає будь-хто в інтернеті</Trans>
    </p>
  );
}
