import { Plural, Trans } from "@lingui/react/macro";
import { IconCheck, IconCircleDashed, IconRosetteDiscountCheck } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import type { ActionOut, ActionPageOut, EvidenceOut } from "@/api/generated/types.gen";
import { WorkflowButtons } from "@/kit/workflow/workflow-buttons";
import { useLocale } from "@/lib/locale";
import { proveCriteria } from "@/modules/actions/criteria";
import { openSteps, type Step } from "@/modules/actions/steps";
import { useSteps } from "@/modules/actions/use-steps";
import { evidenceAnchor } from "@/modules/evidence/evidence-kinds";
import type { ButtonKind } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";
import { HelpRequestCard } from "./help-request-card";
import { LogReportedStatusButton } from "./log-reported-status-button";
import { Supersession } from "./supersession";

interface NextStepProps {
  action: ActionPageOut;
  evidence: EvidenceOut[];
}

/** What is asked of this reader now; honey only when it is asked of them. */
export function NextStep({ action, evidence }: NextStepProps) {
  const id = useId();
  const steps = useSteps();
  const calls = action.waiting === "verify" || action.waiting === "accept";
  return (
    <section className={calls ? classes.call : classes.panel} aria-labelledby={id}>
      <h2 id={id}>
        <Question action={action} />
      </h2>
      <p className={classes.lead}>
        <Situation action={action} />
      </p>
      <Reason action={action} />
      <Supersession action={action} />
      {action.criteria.length > 0 && <Criteria action={action} evidence={evidence} />}
      <WorkflowButtons
        className={classes.buttons}
        transitions={openSteps(action.allowed)}
        busy={steps.busy}
        look={(step, place) => ({
          kind: kindOf(step, place, calls),
          icon: step.name === "verify" && <Icon of={IconRosetteDiscountCheck} />,
          disabled: NEED_EVIDENCE.has(step.name) && action.evidence_count === 0,
        })}
        onChoose={(step) => steps.take(action, step)}
      />
      <LogReportedStatusButton action={action} />
      <HelpRequestCard action={action} />
      {steps.dialog}
    </section>
  );
}

/** Nobody says that it is done, or verifies it, without any evidence. */
const NEED_EVIDENCE = new Set(["complete", "verify"]);

function kindOf(step: Step, place: number, calls: boolean): ButtonKind {
  if (step.undoes) return "quiet";
  if (step.danger) return step.name === "cancel" ? "ghost" : "quiet";
  if (place > 0) return "quiet";
  return calls ? "call" : "primary";
}

function Question({ action }: { action: ActionOut }): ReactNode {
  if (action.allowed.includes("verify")) return <Trans>Чи виконано доручення?</Trans>;
  if (action.allowed.includes("accept")) return <Trans>Чи приймаєте доручення?</Trans>;
  switch (action.state) {
    case "verified":
      return <Trans>Виконання підтверджено</Trans>;
    case "closed":
      return <Trans>Доручення закрито</Trans>;
    case "cancelled":
      return <Trans>Доручення скасовано</Trans>;
    case "declined":
      return <Trans>Доручення відхилено</Trans>;
    default:
      return <Trans>Що далі</Trans>;
  }
}

/** One sentence on how things stand, and whose turn it is. */
function Situation({ action }: { action: ActionOut }): ReactNode {
  const { localize: say, dates } = useLocale();
  const owner = say(action.owner.short_name);
  switch (action.state) {
    case "proposed":
      return action.allowed.includes("accept") ? (
        <Trans>Групі потрібна ваша відповідь: прийміть доручення або поясніть, чому не можете.</Trans>
      ) : (
        <Trans>Чекаємо, чи візьме його {owner}.</Trans>
      );
    case "accepted":
      return <Trans>{owner}: прийнято, роботу ще не почато.</Trans>;
    case "in_progress":
      return action.evidence_count === 0 ? (
        <Trans>{owner}: у роботі. Щоб завершити, потрібен хоча б один доказ.</Trans>
      ) : (
        <Trans>{owner}: у роботі.</Trans>
      );
    case "blocked":
      return <Trans>{owner}: роботу зупинено.</Trans>;
    case "done":
      return <AwaitingVerification action={action} />;
    case "verified":
    case "closed":
      return <Verified action={action} />;
    default:
      return dates.full(action.state_since);
  }
}

function AwaitingVerification({ action }: { action: ActionOut }) {
  const { localize: say, dates } = useLocale();
  const owner = say(action.owner.short_name);
  const day = dates.long(dates.day(action.done_at ?? action.state_since));
  const verifier = action.verifier && say(action.verifier.short_name);
  if (action.evidence_count === 0) {
    return <Trans>Усі докази відкликано або приховано. Підтвердити можна, коли з’явиться новий доказ.</Trans>;
  }
  if (action.allowed.includes("verify")) {
    return (
      <Trans>
        {owner}: докази подано {day}. Підтвердити має інша організація; ви можете це зробити.
      </Trans>
    );
  }
  return verifier ? (
    <Trans>
      {owner}: докази подано {day}. Підтвердити має {verifier}.
    </Trans>
  ) : (
    <Trans>
      {owner}: докази подано {day}. Підтверджує інша організація, не виконавець.
    </Trans>
  );
}

function Verified({ action }: { action: ActionOut }) {
  const { localize: say, dates } = useLocale();
  const day = dates.long(dates.day(action.verified_at ?? action.state_since));
  const organisation = action.verified_by?.organisation;
  const who = organisation ? say(organisation.short_name) : "";
  const person = action.verified_by ? say(action.verified_by.person.name) : "";
  const holder = action.verified_by?.acting_for;
  if (holder) {
    const absent = say(holder.name);
    return (
      <Trans>
        Перевірка: {who}, {person} (заступає: {absent}), {day}.
      </Trans>
    );
  }
  return (
    <Trans>
      Перевірка: {who}, {person}, {day}.
    </Trans>
  );
}

/** States that need no reason: words that came with them are a remark. */
const WITHOUT_REASON = new Set<ActionOut["state"]>(["accepted", "done", "verified", "closed"]);

/** Why it stands still, came back, or ended, or how it came about: the words of whoever took the step. */
function Reason({ action }: { action: ActionOut }) {
  if (!action.state_reason) return null;
  const came = WITHOUT_REASON.has(action.state) ? <Trans>Примітка</Trans> : <Trans>Причина</Trans>;
  return (
    <blockquote className={classes.reason}>
      <p className="v-tiny v-t2">{action.state === "in_progress" ? <Trans>Зауваження</Trans> : came}</p>
      <p>{action.state_reason}</p>
    </blockquote>
  );
}

function Criteria({ action, evidence }: NextStepProps) {
  return (
    <>
      <p className="v-small v-b">
        <Trans>Виконано, якщо:</Trans>
      </p>
      <ul className={classes.criteria}>
        {proveCriteria(action.criteria, evidence).map(({ id, text, pieces, hidden, reason }) => (
          <li key={id}>
            {pieces.length > 0 ? (
              <Icon of={IconCheck} className={classes.proved} />
            ) : (
              <Icon of={IconCircleDashed} className={classes.unproved} />
            )}
            <span>
              {text}{" "}
              {pieces.map((number) => (
                <a key={number} href={`#${evidenceAnchor(number)}`}>
                  <Trans>доказ {number}</Trans>
                </a>
              ))}
              {pieces.length === 0 && <Unproved hidden={hidden} reason={reason} />}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface UnprovedProps {
  hidden: number[];
  reason: string | null;
}

function Unproved({ hidden, reason }: UnprovedProps) {
  const numbers = hidden.join(", ");
  const count = hidden.length;
  if (reason)
    return (
      <span className={classes.why}>
        <Trans>доказу немає: {reason}</Trans>
      </span>
    );
  return (
    <span className={classes.missing}>
      {count === 0 ? (
        <Trans>доказу ще немає</Trans>
      ) : (
        <Plural
          value={count}
          one={`не підтверджено: доказ ${numbers} приховано`}
          few={`не підтверджено: докази ${numbers} приховано`}
          many={`не підтверджено: докази ${numbers} приховано`}
          other={`не підтверджено: докази ${numbers} приховано`}
        />
      )}
    </span>
  );
}
