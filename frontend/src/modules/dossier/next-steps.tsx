import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconCheck, IconClock } from "@tabler/icons-react";
import type { DossierPageOut, MissingOut, OpenTransition } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { AttentionPill } from "@/modules/actions/status";
import { Button, type ButtonKind } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { onDemand } from "@/ui/on-demand";
import classes from "./lifecycle.module.css";
import { nextState } from "./lifecycle-bar";

const TransitionDialog = onDemand(async () => (await import("./transition-dialog")).TransitionDialog);

/** What a step needs, once it is there. A reason is asked for with the step itself. */
const FULFILLED: Record<Exclude<OpenTransition["requires"][number], "reason">, MessageDescriptor> = {
  evidence: msg`докази є`,
  forms_complete: msg`протокол заповнено`,
  interests_declared: msg`інтереси заявлено`,
  sign_off: msg`погоджено`,
  edition: msg`редакцію зафіксовано`,
};

/** What comes next and what that still needs; the steps that the reader may take, in honey where they wait for them. */
export function NextSteps({ dossier }: { dossier: DossierPageOut }) {
  const taking = useDialog<OpenTransition>();
  const steps = dossier.transitions;
  // Those that can be taken stand before those that still need something.
  const taken = steps
    .filter(({ own_service }) => !own_service)
    .sort((one, other) => Math.sign(one.missing.length) - Math.sign(other.missing.length));
  // Honey is for the one that can be taken.
  const [first] = taken;
  const ready = dossier.waits_for_me && first?.missing.length === 0 ? first : undefined;
  const kindOf = (step: OpenTransition): ButtonKind => (step === ready ? "call" : "quiet");
  if (steps.length === 0) return <Ahead dossier={dossier} />;
  return (
    <div className={`${classes.ahead} ${dossier.waits_for_me ? classes.you : ""}`}>
      {dossier.waits_for_me && (
        <AttentionPill>
          <Trans>Чекає на вас</Trans>
        </AttentionPill>
      )}
      {steps.map((step) => (
        <Step key={step.to} step={step} />
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
function Step({ step }: { step: OpenTransition }) {
  const { localize: say } = useLocale();
  const label = say(step.label);
  return (
    <div className={classes.step}>
      <b>
        <Trans>Далі: {label}</Trans>
      </b>
      <Conditions step={step} />
    </div>
  );
}

function Conditions({ step: { missing, requires } }: { step: OpenTransition }) {
  const { i18n } = useLingui();
  if (missing.length > 0) return missing.map((one) => <Missing key={one.code} missing={one} />);
  const there = requires.flatMap((one) => (one === "reason" ? [] : i18n._(FULFILLED[one])));
  return there.map((words) => (
    <span key={words} className={`${classes.condition} ${classes.ready} v-t2`}>
      <Icon of={IconCheck} size={16} />
      {words}
    </span>
  ));
}

export function Missing({ missing }: { missing: MissingOut }) {
  const { localize: say } = useLocale();
  return (
    <span className={`${classes.condition} ${classes.awaited}`}>
      <Icon of={IconClock} size={16} />
      <span>{say(missing.detail)}</span>
    </span>
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
