import { Trans, useLingui } from "@lingui/react/macro";
import type { FindingOut, RiskRatingOut } from "@/api/generated/types.gen";
import classes from "./findings.module.css";
import { BAND_LABELS, BANDS, bandOf, MATRIX, rangeOf, SCALE } from "./risk";

export interface Cell {
  likelihood: number;
  impact: number;
}

interface RiskMatrixProps {
  /** Those whose discs stand in their cells. */
  findings?: readonly FindingOut[];
  chosen?: Cell | null;
  /** Cells can be pressed. The keyboard has the two choices beside them. */
  onChoose?: (cell: Cell) => void;
}

/** Likelihood × impact: each cell has its product, and the discs of the findings that stand there. */
export function RiskMatrix(props: RiskMatrixProps) {
  const { t } = useLingui();
  return (
    <div className={classes.matrix}>
      <p className="v-micro v-t2">
        <Trans>Імовірність (рядки) × наслідки (стовпці)</Trans>
      </p>
      <table aria-label={t`Матриця ризику: імовірність і наслідки`}>
        <tbody>
          {SCALE.toReversed().map((likelihood) => (
            <tr key={likelihood}>
              <th scope="row">{likelihood}</th>
              {SCALE.map((impact) => (
                <MatrixCell key={impact} cell={{ likelihood, impact }} {...props} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {SCALE.map((impact) => (
              <th key={impact} scope="col">
                {impact}
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
      <Legend />
    </div>
  );
}

function MatrixCell({ cell, findings = [], chosen, onChoose }: RiskMatrixProps & { cell: Cell }) {
  const { i18n } = useLingui();
  const { likelihood, impact } = cell;
  const score = likelihood * impact;
  const band = bandOf(score);
  if (onChoose) {
    const pressed = chosen?.likelihood === likelihood && chosen.impact === impact;
    return (
      <td className={classes[band]}>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${likelihood} × ${impact} = ${score}, ${i18n._(BAND_LABELS[band])}`}
          aria-pressed={pressed}
          onClick={() => onChoose(cell)}
        >
          {score}
        </button>
      </td>
    );
  }
  const here = findings.filter(({ rating }) => rating?.likelihood === likelihood && rating.impact === impact);
  return (
    <td className={classes[band]}>
      {score}
      {here.length > 0 && (
        <span className={classes.discs}>
          {here.map(({ id, number }) => (
            <Disc key={id} number={number} />
          ))}
        </span>
      )}
    </td>
  );
}

function Legend() {
  const { i18n } = useLingui();
  const version = MATRIX.version.split("-").at(-1);
  return (
    <>
      <p className={classes.legend}>
        {BANDS.map((band) => (
          <span key={band} className={`${classes.rating} ${classes[band]}`}>
            {i18n._(BAND_LABELS[band])} {rangeOf(band)}
          </span>
        ))}
      </p>
      <p className="v-micro v-t2">
        <Trans>Матриця ризику, версія {version}</Trans>
      </p>
    </>
  );
}

/** The number of a finding, the same in the list and in the matrix. */
export function Disc({ number }: { number: number }) {
  return (
    <span className={classes.disc}>
      <span className="v-hidden">
        <Trans>проблема</Trans>{" "}
      </span>
      {number}
    </span>
  );
}

/** «Високий, 4 × 4 = 16» */
export function Rating({ likelihood, impact, band }: Pick<RiskRatingOut, "likelihood" | "impact" | "band">) {
  const { i18n } = useLingui();
  return (
    <span className={`${classes.rating} ${classes[band]}`}>
      {i18n._(BAND_LABELS[band])}, {likelihood} × {impact} = {likelihood * impact}
    </span>
  );
}
