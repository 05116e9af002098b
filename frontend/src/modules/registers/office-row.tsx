import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { OfficeOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { AccessReasonButton } from "@/modules/access/access-reason-button";
import { territoryPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";
import { ListRow } from "@/ui/list-row";
import classes from "./registers.module.css";
import { OFFICES } from "./words";

interface OfficeRowProps {
  office: OfficeOut;
  withPlace: boolean;
  /** What can be done with it, given the name of its holder. */
  children: (name: string) => ReactNode;
}

/** Somebody and what they are in charge of; an office that is over says why. */
export function OfficeRow({ office, withPlace, children }: OfficeRowProps) {
  const { t, i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const name = say(office.person.name);
  const since = dates.numeric(dates.day(office.starts_at));
  const until = office.ends_at && dates.numeric(dates.lastDay(office.ends_at));
  const term = until ? t`з ${since} до ${until}` : t`з ${since}`;
  return (
    <ListRow
      className={office.end_reason ? classes.over : ""}
      title={name}
      meta={
        <>
          {i18n._(OFFICES[office.kind])}
          {withPlace && (
            <>
              {DOT}
              <AppLink href={territoryPath(office.territory.id)}>{say(office.territory.name)}</AppLink>
            </>
          )}
        </>
      }
      actions={
        <>
          {children(name)}
          <AccessReasonButton kind="office" id={office.id} name={name} />
        </>
      }
    >
      <p className="v-tiny v-t2">{[term, office.document, office.end_reason].filter(Boolean).join(DOT)}</p>
    </ListRow>
  );
}
