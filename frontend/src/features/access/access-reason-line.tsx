import type { MessageDescriptor } from "@lingui/core";
import { msg, select } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { GroundOut } from "@/api/generated/types.gen";
import { useEndDateText } from "@/kit/use-end-date-text";
import { useLocale } from "@/lib/locale";
import { useRoleName } from "@/modules/groups/words";
import { SectorLabel } from "@/modules/organisations/sector";
import classes from "./access.module.css";

/** The office that somebody holds, by the noun that they have chosen. */
function useOfficeWords(): (office: GroundOut["office"], place: string, gender: string) => string {
  const { t } = useLingui();
  return (office, place, gender) =>
    office === "coordinator"
      ? t`${select(gender, {
          feminine: `Координаторка: ${place}`,
          masculine: `Координатор: ${place}`,
          other: `Координує: ${place}`,
        })}`
      : t`Відповідає за захист персональних даних: ${place}`;
}

const GUESTS: Record<NonNullable<GroundOut["access"]>, MessageDescriptor> = {
  read: msg`Гість: лише читає`,
  speak: msg`Гість: читає й пише`,
  work: msg`Гість: працює над дорученням`,
};

/** What the person is here: «Учасниця», «Заступає: Олег Литвин», «Гість: читає й пише». */
function useStanding(): (ground: GroundOut, gender: string) => string {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const roleName = useRoleName();
  const officeWords = useOfficeWords();
  return ({ kind, role, instead_of, office, territory, access }, gender) => {
    if (kind === "break_glass") return t`Екстрений доступ: лише читає`;
    if (role) return roleName(role, gender);
    const holder = instead_of && say(instead_of.name);
    if (holder) return t`Заступає: ${holder}`;
    return access
      ? i18n._(GUESTS[access])
      : officeWords(office, territory ? say(territory.name) : "", gender);
  };
}

interface GroundLineProps {
  ground: GroundOut;
  gender: string;
  /** Its term in words, where that is not just its end. */
  term?: ReactNode;
}

/** One reason why somebody sees a thing: as whom, for whom, until when, and who gave it. */
export function AccessReasonLine({ ground, gender, term }: GroundLineProps) {
  const { localize: say } = useLocale();
  const until = useEndDateText();
  const standing = useStanding();
  const giver = ground.given_by && say(ground.given_by.name);
  return (
    <div className={classes.ground}>
      <p>{standing(ground, gender)}</p>
      {ground.organisation && (
        <p className={classes.post}>
          <SectorLabel sector={ground.organisation.sector}>{say(ground.organisation.short_name)}</SectorLabel>
          {ground.position && <span className="v-small v-t2">{say(ground.position)}</span>}
        </p>
      )}
      <p className="v-small v-t2">
        {term ?? until(ground.until)}
        {giver && (
          <>
            {". "}
            {ground.kind === "break_glass" ? (
              <Trans>Хто погодив: {giver}.</Trans>
            ) : (
              <Trans>Доступ від: {giver}.</Trans>
            )}
          </>
        )}
      </p>
      {ground.reason && <p className={`v-small ${classes.reason}`}>{ground.reason}</p>}
    </div>
  );
}
