import { Trans, useLingui } from "@lingui/react/macro";
import { IconEyeExclamation } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { EmergencyOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import type { Shareable } from "@/queries/access";
import { emergenciesOfQuery } from "@/queries/break-glass";
import { meQuery } from "@/queries/me";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import classes from "./emergency-alert.module.css";
import { CAPACITIES, useLeftWords, useMinutesLeft } from "./emergency-words";

/** On a thread, an action item or a dossier while somebody reads it in an emergency: who, why, who agreed, how long. */
export function EmergencyAlert({ thing }: { thing: Shareable }) {
  const { data: running = [] } = useQuery(emergenciesOfQuery(thing));
  return running.map((one) => <Alert key={one.id} emergency={one} />);
}

function Alert({ emergency }: { emergency: EmergencyOut }) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const { data: me } = useQuery(meQuery);
  const left = useMinutesLeft(emergency.until);
  const leftWords = useLeftWords();
  if (left === 0) return null;
  const name = say(emergency.asked_by.name);
  const capacity = i18n._(CAPACITIES[emergency.asked_as]);
  const approver = emergency.answered_by ? say(emergency.answered_by.name) : t`команда на сервері`;
  const remaining = leftWords(left);
  return (
    <div className={classes.alert} role="status">
      <Icon of={IconEyeExclamation} />
      <div>
        <p>
          <Trans>
            <b>Екстрений доступ.</b> Читає {name} ({capacity}), {remaining}. Хто погодив: {approver}.
          </Trans>
        </p>
        <p className="v-t2">{emergency.reason}</p>
        {me?.id === emergency.asked_by.id && (
          <AppLink href={pathTo("/break-glass/$breakGlassId", { breakGlassId: emergency.id })}>
            <Trans>Завершити раніше</Trans>
          </AppLink>
        )}
      </div>
    </div>
  );
}
