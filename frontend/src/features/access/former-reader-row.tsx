import { Trans } from "@lingui/react/macro";
import type { PersonAccess } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import type { EntityRef } from "@/queries/keys";
import classes from "./access.module.css";
import { AccessReasonLine } from "./access-reason-line";
import { ClosedAccount, EndedAccessReason } from "./ended-access-reason";
import { HistoryLink } from "./history-link";

interface FormerReaderRowProps {
  reader: PersonAccess;
  thing: EntityRef;
  looksUp: boolean;
}

/** Somebody who saw the thing: every reason that is over, whether they see it now, and what a closed account
 * keeps from holding. */
export function FormerReaderRow({
  reader: { person, is_active, grounds, ended },
  thing,
  looksUp,
}: FormerReaderRowProps) {
  const { localize: say } = useLocale();
  const name = say(person.name);
  const sector = [...grounds, ...ended].find((one) => one.organisation)?.organisation?.sector ?? null;
  return (
    <li className={classes.reader}>
      <PersonAvatar name={name} sector={sector} />
      <div className={classes.name}>
        <b>{name}</b>
        {is_active && grounds.length > 0 && (
          <span className="v-small v-t2">
            <Trans>Бачить і зараз</Trans>
          </span>
        )}
        {looksUp && <HistoryLink personId={person.id} name={name} thing={thing} />}
      </div>
      <ul className={classes.grounds}>
        {!is_active &&
          grounds.map((ground) => (
            <li key={ground.id}>
              <AccessReasonLine ground={ground} gender={person.gender} term={<ClosedAccount />} />
            </li>
          ))}
        {ended.map((ground) => (
          <EndedAccessReason key={`${ground.id} ${ground.until}`} ground={ground} gender={person.gender} />
        ))}
      </ul>
    </li>
  );
}
