import { Trans } from "@lingui/react/macro";
import type { DossierPageOut, OpenTransition } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { AttentionPill } from "@/modules/actions/status";
import { Button, type ButtonKind } from "@/ui/button";
import { onDemand } from "@/ui/on-demand";
import { Conditions } from "./conditions";
import classes from "./lifecycle.module.css";
import { nextState } from "./lifecycle-bar";
import { openSteps } from "./open-steps";

const TransitionDialog = onDemand(async () => (await import("./transition-dialog")).TransitionDialog);

/** What comes next and what that still needs; the steps that the reader may take, in honey where they wait for them. */
export function NextSteps({ dossier }: { dossier: DossierPageOut }) {
  const taking = useDialog<OpenTransition>();
  const steps = openSteps(dossier);
  // Those that can be taken stand before those that still need something.
  const taken = steps
    .filter(({ own_service }) => !own_service)
    .sort((one, other) => Math.sign(one.missing.length) - Math.sign(other.missing.length));
  // Honey is for the one that can be taken.
  const [first] = taken;
  // A step with facts of its own is called for by the card that takes it.
  const calls = dossier.waits_for_me && (taken.length > 0 || steps.length === 0);
  const ready = calls && first?.missing.length === 0 ? first : undefined;
  const kindOf = (step: OpenTransition): ButtonKind => (step === ready ? "call" : "quiet");
  if (steps.length === 0) return <Ahead dossier={dossier} />;
  return (
    <div className={`${classes.ahead} ${calls ? classes.you : ""}`}>
      {calls && (
        <AttentionPill>
          <Trans>Чекає на вас</Trans>
        </AttentionPill>
      )}
      {steps
        .filter((step) => !leadsBack(dossier, step))
        .map((step) => (
          <Step key={step.to} kind={dossier.kind} step={step} />
        ))}
      {taken.length > 0 && (
        <div className={classes.buttons}>
          {taken.map((step) => (
            <StepButton key={step.to} step={step} kind={kindOf(step)} onClick={() => taking.open(step)} />
          ))}
        </div>
      )}
      {taking.render((step, close) => (
        <TransitionDialog dossier={dossier} transition={step} onClose={close} />
      ))}
    </div>
  );
}

/** A step with facts of its own that leads nowhere new, such as a correction: the card that takes it offers it. */
function leadsBack({ lifecycle }: DossierPageOut, { own_service, target }: OpenTransition): boolean {
  const state = lifecycle.find(({ name }) => name === target);
  return own_service && (state?.progress === "now" || state?.progress === "done");
}

interface StepButtonProps {
  step: OpenTransition;
  kind: ButtonKind;
  onClick: () => void;
}

function StepButton({ step, kind, onClick }: StepButtonProps) {
  const { localize: say } = useLocale();
  return (
    <Button kind={kind} onPointerEnter={TransitionDialog.preload} onClick={onClick}>
      {say(step.label)}
    </Button>
  );
}

/** «Далі: надіслати звіт», with what is there for it and what is not. */
function Step({ kind, step }: { kind: string; step: OpenTransition }) {
  const { localize: say } = useLocale();
  const label = say(step.label);
  return (
    <div className={classes.step}>
      <b>
        <Trans>Далі: {label}</Trans>
      </b>
      <Conditions kind={kind} step={step} />
    </div>
  );
}

/** For those who take no step here: what comes next, and who takes it there. */
function Ahead({ dossier }: { dossier: DossierPageOut }) {
  const { localize: say } = useLocale();
  const next = nextState(dossier);
  if (!next) return null;
  const label = say(next.label);
  const lead = say(dossier.lead.organisation.short_name);
  return (
    <div className={classes.ahead}>
      <div className={classes.step}>
        <b>
          <Trans>Далі: {label}</Trans>
        </b>
        <span className="v-t2">
          <Trans>справу веде {lead}</Trans>
        </span>
      </div>
    </div>
  );
}
