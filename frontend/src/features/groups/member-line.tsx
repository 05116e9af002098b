import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { MembershipOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useRoleName } from "@/modules/groups/words";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { SectorLabel } from "@/modules/organisations/sector";
import classes from "./groups.module.css";

/** From this many days before its end a term is shown as something to act on. */
const SOON_DAYS = 30;

/** One seat: who, in which post, for whom, in which role, since when and until when. */
export function MemberLine({ member, menu }: { member: MembershipOut; menu?: ReactNode }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const roleName = useRoleName();
  const name = say(member.person.name);
  const deputy = member.deputy && say(member.deputy.name);
  return (
    <li className={`${classes.person} ${menu ? "" : classes.plainPerson}`}>
      <PersonAvatar name={name} sector={member.organisation.sector} />
      <div>
        <b>{name}</b>
        <br />
        <span className="v-t2">{say(member.position)}</span>
        {deputy && <div className={classes.deputy}>{t`заступає: ${deputy}`}</div>}
      </div>
      <div>
        <SectorLabel sector={member.organisation.sector}>{say(member.organisation.short_name)}</SectorLabel>
      </div>
      <div className="v-t2">{roleName(member.role, member.person.gender)}</div>
      <div className="v-t2">
        <Term member={member} />
      </div>
      {menu && <span className={classes.menu}>{menu}</span>}
    </li>
  );
}

function Term({ member }: { member: MembershipOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const since = dates.numeric(member.starts_on);
  const began = <div className="v-tiny v-t3">{t`на посаді з ${since}`}</div>;
  if (!member.ends_on) {
    return (
      <>
        <span>{t`безстроково`}</span>
        {began}
      </>
    );
  }
  const days = dates.daysUntil(member.ends_on);
  const until = dates.numeric(member.ends_on);
  const left = plural(days, {
    one: "лишився # день",
    few: "лишилося # дні",
    many: "лишилося # днів",
    other: "лишилося # дня",
  });
  return (
    <>
      <span className={days < SOON_DAYS ? classes.late : undefined}>{t`до ${until}`}</span>
      {days >= 0 && days < SOON_DAYS && <div className="v-tiny v-t3">{left}</div>}
      {began}
    </>
  );
}
