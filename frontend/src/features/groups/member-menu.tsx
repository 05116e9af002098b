import { useLingui } from "@lingui/react/macro";
import { IconUserCog, IconUserMinus } from "@tabler/icons-react";
import type { MembershipOut } from "@/api/generated/types.gen";
import { useReader } from "@/lib/reader";
import {
  MANDATE_STEPS,
  type MandateStepName,
  type MenuStep,
  StepMenu,
  useMandateSteps,
} from "@/widgets/mandates/mandate-steps";

/** Steps of a seat, and of the mandate that sits there, in the order in which they are offered. */
const ORDER = ["change_role", "pass_on", "appoint_deputy", "edit", "rest", "end_membership", "end"] as const;
export type MemberStep = (typeof ORDER)[number];

export function isMandateStep(step: MemberStep): step is MemberStep & MandateStepName {
  return MANDATE_STEPS.some((one) => one === step);
}

/** What the server lets the reader do with a seat and its mandate. */
export function stepsOf(member: MembershipOut): MemberStep[] {
  const open = (step: MemberStep) => (isMandateStep(step) ? member.mandate_allowed : member.allowed);
  return ORDER.filter((step) => open(step).includes(step));
}

interface MemberMenuProps {
  member: MembershipOut;
  onChoose: (step: MemberStep) => void;
}

export function MemberMenu({ member, onChoose }: MemberMenuProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const looks: Record<MemberStep, MenuStep> = {
    ...useMandateSteps(),
    change_role: { Icon: IconUserCog, label: t`Змінити роль` },
    end_membership: { Icon: IconUserMinus, label: t`Припинити участь`, danger: true },
  };
  const steps = stepsOf(member).map((step): [MemberStep, MenuStep] => [step, looks[step]]);
  return <StepMenu name={say(member.person.name)} steps={steps} onChoose={onChoose} />;
}
