import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { RateOut } from "@/api/generated/types.gen";
import classes from "./scorecard.module.css";

/** «21 з 24»: no rate stands without what it is a rate of. */
export function Fraction({ rate: { count, of } }: { rate: RateOut }) {
  return (
    <Trans>
      {count} з {of}
    </Trans>
  );
}

interface RateFigureProps {
  name: ReactNode;
  rate: RateOut;
  /** On a phone it stands in the tables alone. */
  wideOnly?: boolean;
  /** What is left out, or counted in. */
  children: ReactNode;
}

/** One of the main figures: its percentage, where there are enough, and its numerator and denominator. */
export function RateFigure({ name, rate, wideOnly = false, children }: RateFigureProps) {
  return (
    <div className={wideOnly ? classes.wideOnly : undefined}>
      <p className={classes.name}>{name}</p>
      {rate.percent !== null && <p className={classes.big}>{rate.percent} %</p>}
      <p className={rate.percent === null ? classes.big : classes.fraction}>
        <Fraction rate={rate} />
      </p>
      <p className="v-tiny v-t2">{children}</p>
    </div>
  );
}
