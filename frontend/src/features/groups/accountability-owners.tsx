// biome-ignore-all lint/a11y/noRedundantRoles: the roles stay where a narrow screen lays the rows out anew
import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment } from "react";
import type { AccountabilityOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { withSoftHyphens } from "@/lib/text";
import type { ReportAddress, ReportFilter } from "@/modules/actions/report-filters";
import { SECTOR_LABELS, SectorLabel } from "@/modules/organisations/sector";
import { Figure } from "@/ui/bar-table";
import classes from "./accountability.module.css";

interface OwnersTableProps {
  account: AccountabilityOut;
  to: ReportAddress;
}

/** Sectors in their fixed order, and their organisations by name: no ranking. */
export function OwnersTable({ account, to }: OwnersTableProps) {
  const { i18n, t } = useLingui();
  const { localize: say } = useLocale();
  const all = { worked_from: account.first, worked_to: account.last };
  return (
    <table className={classes.owners} role="table">
      <caption className="v-hidden">
        <Trans>Доручення за секторами й організаціями</Trans>
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <Head>
            <Trans>Сектор, організація</Trans>
          </Head>
          <Head>
            <Trans>Усього</Trans>
          </Head>
          <Head>
            <Trans>Відкрито</Trans>
          </Head>
          <Head>
            <Trans>Строк минув</Trans>
          </Head>
          <Head>{withSoftHyphens(t`Заблоковано`)}</Head>
          <Head>{withSoftHyphens(t`Підтверджено`)}</Head>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {account.sectors.map(({ sector, tally }) => (
          <Fragment key={sector}>
            <Row className={classes.sector} tally={tally} to={(one) => to({ ...all, ...one, sector })}>
              <SectorLabel sector={sector}>{i18n._(SECTOR_LABELS[sector])}</SectorLabel>
            </Row>
            {account.owners
              .filter(({ owner }) => owner.sector === sector)
              .map(({ owner, outside, tally: own, shared }) => (
                <Fragment key={owner.id}>
                  <Row
                    className={classes.owner}
                    tally={own}
                    to={(one) => to({ ...all, ...one, [outside ? "outside_body" : "owner"]: owner.id })}
                  >
                    {say(owner.short_name)}
                  </Row>
                  {shared.total > 0 && (
                    <Row
                      className={classes.shared}
                      tally={shared}
                      to={(one) => to({ ...all, ...one, coowner: owner.id })}
                    >
                      <span className="v-hidden">{say(owner.short_name)},</span>{" "}
                      <Trans>як співвиконавець</Trans>
                    </Row>
                  )}
                </Fragment>
              ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Head({ children }: { children: React.ReactNode }) {
  return (
    <th scope="col" role="columnheader">
      {children}
    </th>
  );
}

interface RowProps {
  className: string | undefined;
  tally: AccountabilityOut["total"];
  to: ReportAddress;
  children: React.ReactNode;
}

function Row({ className, tally, to, children }: RowProps) {
  const cells: [number, ReportFilter][] = [
    [tally.total, {}],
    [tally.open, { among: "open" }],
    [tally.late, { late: "yes" }],
    [tally.blocked, { state: "blocked" }],
    [tally.proved, { among: "proved" }],
  ];
  return (
    <tr className={className} role="row">
      <th scope="row" role="rowheader">
        {children}
      </th>
      {cells.map(([value, counted]) => (
        <td key={JSON.stringify(counted)} role="cell">
          <Figure value={value} href={to(counted)} />
        </td>
      ))}
    </tr>
  );
}
