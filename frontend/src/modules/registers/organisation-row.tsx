import { Trans } from "@lingui/react/macro";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { organisationPath } from "@/modules/entities/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import classes from "./registers.module.css";

/** Somebody has checked on a document that the institution is what it says. */
export function VerifiedMark() {
  return (
    <span className={classes.mark}>
      <Icon of={IconRosetteDiscountCheck} size={16} />
      <Trans>Підтверджена</Trans>
    </span>
  );
}

/** One organisation in a list. */
export function OrganisationRow({ organisation }: { organisation: OrganisationOut }) {
  const { localize: say } = useLocale();
  const places = organisation.territories.map((one) => say(one.name)).join(", ");
  return (
    <ListRow
      title={say(organisation.name)}
      href={organisationPath(organisation.id)}
      status={
        organisation.verified_at ? (
          <VerifiedMark />
        ) : (
          <span className="v-tiny v-t2">
            <Trans>Не підтверджена</Trans>
          </span>
        )
      }
    >
      <p className={`v-small v-t2 ${classes.facts}`}>
        <SectorLabel sector={organisation.sector} />
        {places && <span>{places}</span>}
        {organisation.parent && <span>{say(organisation.parent.short_name)}</span>}
      </p>
    </ListRow>
  );
}
