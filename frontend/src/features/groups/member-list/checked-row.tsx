import { Trans, useLingui } from "@lingui/react/macro";
import type { MemberRowOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { PlainPill } from "@/modules/actions/status";
import { useRoleName } from "@/modules/groups/words";
import { SectorLabel } from "@/modules/organisations/sector";
import classes from "./member-list.module.css";
import { OUTCOMES } from "./words";

/** Somebody of the list, and what becomes of the row. */
export function CheckedRow({ row }: { row: MemberRowOut }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const roleName = useRoleName();
  const { person, until } = row;
  const last = until && dates.numeric(until);
  const account = person && say(person.name);
  return (
    <>
      <div className={classes.who}>
        <b>{row.name || row.email}</b>
        {row.name && <p className="v-small">{row.email}</p>}
        {account && account !== row.name && (
          <p className="v-small">
            <Trans>Обліковий запис: {account}</Trans>
          </p>
        )}
        <p>
          <SectorLabel sector={row.organisation.sector}>{say(row.organisation.name)}</SectorLabel>
        </p>
        <p className="v-small v-t2">
          {[roleName(row.role, person?.gender ?? "either"), row.position].filter(Boolean).join(DOT)}
          {last && (
            <>
              {DOT}
              <Trans>до {last}</Trans>
            </>
          )}
        </p>
      </div>
      <PlainPill>{i18n._(OUTCOMES[row.outcome])}</PlainPill>
    </>
  );
}
