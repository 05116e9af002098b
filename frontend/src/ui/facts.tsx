import { Fragment, type ReactNode } from "react";
import classes from "./facts.module.css";

/** What is told, and what of it; left out where nothing is known. */
export type Fact = [name: ReactNode, value: ReactNode];

interface FactsProps {
  items: Fact[];
  /** Names above their words instead of beside them. */
  stacked?: boolean;
  /** Values hold buttons: names stand at their middle. */
  centred?: boolean;
}

const isKnown = ([, value]: Fact) => value !== null && value !== undefined && value !== false && value !== "";

/** List facts by name; those without a value are left out. The names keep their order. */
export function Facts({ items, stacked = false, centred = false }: FactsProps) {
  return (
    <dl className={stacked ? classes.stacked : `${classes.list} ${centred ? classes.centred : ""}`}>
      {items.map(
        (fact, place) =>
          isKnown(fact) && (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be elements, and keep their order
            <Fragment key={place}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
