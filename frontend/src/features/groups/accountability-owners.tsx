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
  const inPeriod: ReportAddress = (filter) =>
    to({ worked_from: account.first, worked_to: account.last, ...filter });
  const headings = [
    t`Сектор, організація`,
    t`Усього`,
    t`Відкрито`,
    t`Строк минув`,
    withSoftHyphens(t`Заблоковано`),
    withSoftHyphens(t`Підтверджено`),
  ];
  return (
    <table className={classes.owners} role="table">
      <caption className="v-hidden">
        <Trans>Доручення за секторами й організаціями</Trans>
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {headings.map((heading) => (
            <th key={heading} scope="col" role="columnheader">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {account.sectors.map(({ sector, tally }) => (
          <Fragment key={sector}>
            <Row className={classes.sector} tally={tally} to={(one) => inPeriod({ ...one, sector })}>
              <SectorLabel sector={sector}>{i18n._(SECTOR_LABELS[sector])}</SectorLabel>
            </Row>
            {account.owners
              .filter(({ owner }) => owner.sector === sector)
              .map((one) => (
                <OwnerRows key={one.owner.id} owner={one} to={inPeriod} />
              ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

type Owner = AccountabilityOut["owners"][number];

/** An organisation’s own items, and those that it shares with another owner. */
function OwnerRows({ owner: { owner, outside, tally, shared }, to }: { owner: Owner; to: ReportAddress }) {
  const { localize: say } = useLocale();
  const name = say(owner.short_name);
  return (
    <>
      <Row
        className={classes.owner}
        tally={tally}
        to={(one) => to({ ...one, [outside ? "outside_body" : "owner"]: owner.id })}
      >
        {name}
      </Row>
      {shared.total > 0 && (
        <Row className={classes.shared} tally={shared} to={(one) => to({ ...one, coowner: owner.id })}>
          <span className="v-hidden">{name},</span> <Trans>як співвиконавець</Trans>
        </Row>
      )}
    </>
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
