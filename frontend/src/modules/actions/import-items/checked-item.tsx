import { Trans } from "@lingui/react/macro";
import type { ItemRowOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { PlainPill } from "@/modules/actions/status";
import { SectorLabel } from "@/modules/organisations/sector";

/** What a row of the table would propose. */
export function CheckedItem({ row }: { row: ItemRowOut }) {
  const { localize: say, dates } = useLocale();
  const due = dates.numeric(row.due_on);
  const again = row.again?.number;
  const besides = row.coowners.map((one) => say(one.short_name)).join(", ");
  return (
    <>
      <p>
        <b>{row.title}</b>
      </p>
      <p className="v-meta">
        <SectorLabel sector={row.owner.sector}>{say(row.owner.short_name)}</SectorLabel>
        <span>
          <Trans>до {due}</Trans>
        </span>
        {besides && (
          <span>
            <Trans>разом із: {besides}</Trans>
          </span>
        )}
        {row.verifier && (
          <span>
            <Trans>перевірка: {say(row.verifier.short_name)}</Trans>
          </span>
        )}
      </p>
      {again && (
        <PlainPill>
          <Trans>Така назва вже є: № {again}</Trans>
        </PlainPill>
      )}
    </>
  );
}
