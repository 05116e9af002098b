import { Trans } from "@lingui/react/macro";
import { IconCloudOff, IconWifiOff } from "@tabler/icons-react";
import type { Outage } from "@/lib/online";
import { Icon } from "@/ui/icon";
import classes from "./offline-bar.module.css";

/** Under the top bar while the page reaches no server. `since` says how old the page is. */
export function OfflineBar({ outage = "connection", since }: { outage?: Outage; since?: string }) {
  return (
    <div className={classes.bar} role="status">
      {outage === "server" ? <Icon of={IconCloudOff} /> : <Icon of={IconWifiOff} />}
      <span>
        {outage === "server" ? (
          <Trans>
            <b>Сервер не відповідає, пробуємо ще.</b> Пишіть далі, надішлемо згодом.
          </Trans>
        ) : (
          <Trans>
            <b>Немає зв’язку.</b> Пишіть далі, надішлемо згодом.
          </Trans>
        )}
      </span>
      {since && (
        <span className={classes.since}>
          <Trans>Дані на {since}</Trans>
        </span>
      )}
    </div>
  );
}
