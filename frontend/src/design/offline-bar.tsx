import { Trans } from "@lingui/react/macro";
import { IconWifiOff } from "@tabler/icons-react";
import classes from "./offline-bar.module.css";

/** Under the top bar while there is no line. `since` says how old the page is. */
export function OfflineBar({ since }: { since?: string }) {
  return (
    <div className={classes.bar} role="status">
      <IconWifiOff size={20} stroke={1.75} aria-hidden="true" />
      <span>
        <Trans>
          <b>Немає зв’язку.</b> Пишіть далі, надішлемо згодом.
        </Trans>
      </span>
      {since && (
        <span className={classes.since}>
          <Trans>Дані на {since}</Trans>
        </span>
      )}
    </div>
  );
}
