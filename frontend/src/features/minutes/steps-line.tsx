import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { MinutesOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import classes from "./minutes.module.css";

const PLACES: Record<MinutesOut["state"], number> = { draft: 0, remarks: 1, signing: 2, signed: 3 };

/** How far the minutes are: written, remarked on, signed, published. */
export function StepsLine({ minutes }: { minutes: MinutesOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { state, made_at, remarks_until, signed_at, public_at } = minutes;
  const dayOf = (moment: string) => dates.dayAndMonth(dates.day(moment));
  const made = dayOf(made_at);
  const until = remarks_until && dayOf(remarks_until);
  const signed = signed_at && dayOf(signed_at);
  const shown = public_at && dayOf(public_at);
  const steps: [string, ReactNode][] = [
    ["draft", <Trans key="draft">Записано {made}</Trans>],
    [
      "remarks",
      until ? <Trans key="until">Зауваження до {until}</Trans> : <Trans key="none">Зауваження</Trans>,
    ],
    ["signing", signed ? <Trans key="signed">Підписано {signed}</Trans> : <Trans key="sign">Підпис</Trans>],
    [
      "public",
      shown ? <Trans key="shown">Оприлюднено {shown}</Trans> : <Trans key="publish">Оприлюднення</Trans>,
    ],
  ];
  const present = public_at ? steps.length : PLACES[state];
  return (
    <ol className={classes.steps} aria-label={t`Шлях протоколу`}>
      {steps.map(([name, label], place) => (
        <li
          key={name}
          className={place < present ? classes.past : place === present ? classes.now : undefined}
          aria-current={place === present ? "step" : undefined}
        >
          <span>
            {label}
            {place < present && <span className="v-hidden">, {t`зроблено`}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
