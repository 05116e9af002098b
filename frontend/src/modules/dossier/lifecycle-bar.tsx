import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DossierPageOut, StateProgress } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { Icon } from "@/ui/icon";
import classes from "./lifecycle.module.css";
import { openSteps } from "./open-steps";
import { PHASE_LABELS } from "./words";

type Look = "done" | "now" | "next" | "later" | "skipped";

/** Said of each state, for those who do not see how it is drawn. */
const LOOKS: Record<Look, MessageDescriptor> = {
  done: msg`пройдено`,
  now: msg`тепер`,
  next: msg`далі`,
  later: msg`згодом`,
  skipped: msg`пропущено`,
};

/** The states on the way: of those in which a dossier ends, the usual one, or the one in which it ended. */
function listStates({ lifecycle }: DossierPageOut): StateProgress[] {
  const ends = lifecycle.filter(({ phase }) => phase === "closed");
  const end = ends.find(({ progress }) => progress === "now") ?? ends[0];
  return lifecycle.filter((state) => state.phase !== "closed" || state === end);
}

/** Of the states ahead, the one to which a step leads that the reader may take, or else the first. */
export function nextState(dossier: DossierPageOut): StateProgress | undefined {
  const ahead = dossier.lifecycle.filter(({ progress }) => progress === "next");
  const steps = openSteps(dossier);
  return ahead.find(({ name }) => steps.some(({ target }) => target === name)) ?? ahead[0];
}

interface LifecycleBarProps {
  dossier: DossierPageOut;
  /** What comes next, and what it still needs. */
  children?: ReactNode;
}

/** Where the dossier is, what is behind it and what comes next. */
export function LifecycleBar({ dossier, children }: LifecycleBarProps) {
  const { t } = useLingui();
  const wide = useWide();
  return (
    <section className={classes.bar} aria-label={t`Перебіг справи`}>
      {wide ? <Line dossier={dossier} /> : <Steps dossier={dossier} />}
      {children}
    </section>
  );
}

function lookOf(state: StateProgress, next: StateProgress | undefined): Look {
  return state.progress === "next" && state !== next ? "later" : state.progress;
}

/** All states as nodes on a line, each phase named over its first. */
function Line({ dossier }: { dossier: DossierPageOut }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const { state_since } = dossier;
  const lifecycle = listStates(dossier);
  const next = nextState(dossier);
  return (
    <ol className={classes.line}>
      {lifecycle.map((state, place) => {
        const look = lookOf(state, next);
        const begins = lifecycle[place - 1]?.phase !== state.phase;
        return (
          <li key={state.name} className={classes[look]} aria-current={look === "now" ? "step" : undefined}>
            {begins && <span className={classes.phase}>{i18n._(PHASE_LABELS[state.phase])}</span>}
            <span className={classes.node}>{look === "done" && <Icon of={IconCheck} size={16} />}</span>
            <b>{say(state.label)}</b>
            {look === "now" && <small>{dates.long(dates.day(state_since))}</small>}
            <span className="v-hidden">{i18n._(LOOKS[look])}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** The same on a phone: how many steps, the present one, and a bar for each. */
function Steps({ dossier }: { dossier: DossierPageOut }) {
  const { localize: say, dates } = useLocale();
  const { state_since } = dossier;
  const lifecycle = listStates(dossier);
  const next = nextState(dossier);
  const place = lifecycle.findIndex(({ progress }) => progress === "now") + 1;
  const present = lifecycle[place - 1];
  const since = dates.long(dates.day(state_since));
  const count = lifecycle.length;
  return (
    <div className={classes.steps}>
      <p className="v-small v-t2">
        <Trans>
          Крок {place} з {count}
        </Trans>
      </p>
      <p className="v-b">{[present && say(present.label), since].filter(Boolean).join(", ")}</p>
      <div className={classes.bars} aria-hidden="true">
        {lifecycle.map((one) => (
          <i key={one.name} className={classes[lookOf(one, next)]} />
        ))}
      </div>
    </div>
  );
}
