import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { FiguresOut, RateOut } from "@/api/generated/types.gen";
import { useWide } from "@/lib/use-wide";
import { Card } from "@/ui/card";
import { Disclosure } from "@/ui/disclosure";
import { Fraction } from "./rate";
import classes from "./scorecard.module.css";

interface FigureTableProps {
  title: ReactNode;
  /** What a row is. */
  head: ReactNode;
  aside?: ReactNode;
  rows: { key: string; name: ReactNode; figures: FiguresOut }[];
  total?: FiguresOut;
}

/** Rates by one quality, as counts; folded on a phone. */
export function FigureTable({ title, aside, ...shown }: FigureTableProps) {
  const wide = useWide();
  if (wide) {
    return (
      <Card title={title} aside={aside}>
        <Table {...shown} />
      </Card>
    );
  }
  return (
    <Disclosure label={title} opened={false}>
      <Table {...shown} />
      {aside}
    </Disclosure>
  );
}

function Table({ head, rows, total }: Pick<FigureTableProps, "head" | "rows" | "total">) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">
              <Trans>Видано</Trans>
            </th>
            <th scope="col">
              <Trans>Відповіли</Trans>
            </th>
            <th scope="col">
              <Trans>Прийнято</Trans>
            </th>
            <th scope="col">
              <Trans context="recommendation">Виконано</Trans>
            </th>
            <th scope="col">
              <Trans>Підтверджено</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, figures }) => (
            <Row key={key} name={name} figures={figures} />
          ))}
        </tbody>
        {total && (
          <tfoot>
            <Row name={<Trans>Разом</Trans>} figures={total} />
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Row({ name, figures }: { name: ReactNode; figures: FiguresOut }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{figures.issued}</td>
      <RateCell rate={figures.answered} />
      <RateCell rate={figures.accepted} />
      <RateCell rate={figures.implemented} />
      <RateCell rate={figures.verified} />
    </tr>
  );
}

function RateCell({ rate }: { rate: RateOut }) {
  return (
    <td>
      <Fraction rate={rate} />
      {rate.percent !== null && <span className={classes.percent}>{rate.percent} %</span>}
    </td>
  );
}
