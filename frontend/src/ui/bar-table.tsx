import type { ReactNode } from "react";
import type { Path } from "@/lib/paths";
import { AppLink } from "./app-link";
import classes from "./bar-table.module.css";

export interface Measure {
  value: number;
  /** The list of what it counts. */
  href: Path;
}

interface BarTableProps {
  /** What the table is about, for those who do not see the title above it. */
  caption: ReactNode;
  /** What a row is. */
  head: ReactNode;
  /** What the bars of a row are, the first one filled, the second one striped. */
  columns: ReactNode[];
  rows: { key: string; label: ReactNode; measures: Measure[] }[];
}

/** Figures with a bar each, as long as they are large; the figures themselves are links to what they count. */
export function BarTable({ caption, head, columns, rows }: BarTableProps) {
  const most = Math.max(1, ...rows.flatMap(({ measures }) => measures.map(({ value }) => value)));
  const alone = columns.length === 1;
  return (
    <table className={classes.table}>
      <caption className="v-hidden">{caption}</caption>
      <thead className={alone ? "v-hidden" : undefined}>
        <tr>
          <th scope="col">{head}</th>
          {columns.map((name, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name
            <th key={place} scope="col">
              {!alone && <i className={`${classes.sign} ${place > 0 ? classes.second : ""}`} />}
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, measures }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            {measures.map(({ value, href }, place) => (
              <td key={href}>
                <span className={classes.cell}>
                  <span className={classes.track} aria-hidden="true">
                    <i
                      className={`${classes.bar} ${place > 0 ? classes.second : ""}`}
                      style={{ width: `${(100 * value) / most}%` }}
                    />
                  </span>
                  <Figure value={value} href={href} />
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A number that leads to what it counts; of nothing there is no list. */
export function Figure({ value, href }: Measure) {
  if (value === 0) return <span className={`${classes.figure} ${classes.none}`}>0</span>;
  return (
    <AppLink className={`${classes.figure} v-reach`} href={href}>
      {value}
    </AppLink>
  );
}

/** A share of a whole, said and shown. */
export function ShareBar({ share }: { share: number }) {
  return (
    <span className={classes.whole} aria-hidden="true">
      <i className={classes.bar} style={{ width: `${100 * share}%` }} />
    </span>
  );
}
