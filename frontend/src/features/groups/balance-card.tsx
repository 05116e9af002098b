import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { BalanceOut, SectorBalanceOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { SECTOR_LABELS, SectorLabel } from "@/modules/organisations/sector";
import { VoicesRing } from "@/modules/organisations/sector-ring";
import { balanceQuery } from "@/queries/groups";
import { Card } from "@/ui/card";
import classes from "./groups.module.css";

/** Whose voice is heard, by sector and institution: never a ranking, never of people. */
export function BalanceCard({ groupId }: { groupId: string }) {
  const balance = useQuery(balanceQuery(groupId));
  const nobody = balance.data?.sectors.every((row) => row.organisations.length === 0);
  if (nobody) return null;
  return (
    <Card padded title={<Trans>Чиї голоси чути</Trans>}>
      <QueryBoundary query={balance} loading={<Trans>Завантажуємо…</Trans>}>
        {(data) => <Sectors balance={data} />}
      </QueryBoundary>
    </Card>
  );
}

function Sectors({ balance }: { balance: BalanceOut }) {
  const { dates } = useLocale();
  const since = dates.short(dates.day(balance.since));
  const voices = balance.sectors.map(({ sector, organisations }) => {
    const heard = organisations.filter((one) => one.heard).length;
    return { sector, heard, quiet: organisations.length - heard };
  });
  const nobody = voices.every((row) => row.heard === 0);
  return (
    <>
      <p className="v-small v-t2">
        {nobody ? (
          <Trans>У темах, які читає вся група, ще ніхто не озвався від {since}.</Trans>
        ) : (
          <Trans>У темах, які читає вся група, від {since}.</Trans>
        )}
      </p>
      <VoicesRing sectors={voices} />
      {voices.some((row) => row.quiet > 0) && (
        <p className="v-tiny v-t2">
          <Trans>Кожна фігура — організація за столом. Світлі давно не озивалися: запитайте чому.</Trans>
        </p>
      )}
      <ul className={classes.heard}>
        {balance.sectors
          .filter((row) => row.organisations.length > 0)
          .map((row) => (
            <Sector key={row.sector} row={row} />
          ))}
      </ul>
    </>
  );
}

function Sector({ row }: { row: SectorBalanceOut }) {
  const { i18n, t } = useLingui();
  const { localize: say } = useLocale();
  const quiet = row.organisations.filter((one) => !one.heard).map((one) => say(one.organisation.short_name));
  const messages = plural(row.messages, {
    one: "# повідомлення",
    few: "# повідомлення",
    many: "# повідомлень",
    other: "# повідомлення",
  });
  return (
    <li>
      <SectorLabel sector={row.sector}>{i18n._(SECTOR_LABELS[row.sector])}</SectorLabel>
      <p className="v-tiny v-t2">{row.heard ? messages : t`давно не чути`}</p>
      {row.heard && quiet.length > 0 && (
        <p className="v-tiny v-t3">
          <Trans>давно не чути: {quiet.join(", ")}</Trans>
        </p>
      )}
    </li>
  );
}
