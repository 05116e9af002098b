import { useLingui } from "@lingui/react/macro";
import { IconEye, IconUserCog, IconUserMinus } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { MembershipOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import {
  MANDATE_STEPS,
  type MandateStepName,
  type MenuStep,
  StepMenu,
  useMandateSteps,
} from "@/modules/mandates/mandate-steps";

/** Steps of a seat, and of the mandate that sits there, in the order in which they are offered. */
const ORDER = [
  "change_role",
  "pass_on",
  "appoint_deputy",
  "name_deputy",
  "edit",
  "rest",
  "end_membership",
  "end",
] as const;
/** Not a step: a page to look at. */
const SIGHT = "see_sight" as const;
export type MemberStep = (typeof ORDER)[number];

export function isMandateStep(step: MemberStep): step is MemberStep & MandateStepName {
  return MANDATE_STEPS.some((one) => one === step);
}

/** What the server lets the reader do with a seat and its mandate. */
export function stepsOf(member: MembershipOut): MemberStep[] {
  const open: string[] = [...member.allowed, ...member.mandate_allowed];
  return ORDER.filter((step) => open.includes(step));
}

interface MemberMenuProps {
  member: MembershipOut;
  /** Whether the reader may look up what the people of the group see. */
  looksUp: boolean;
  onChoose: (step: MemberStep) => void;
}

export function MemberMenu({ member, looksUp, onChoose }: MemberMenuProps) {
  const { t } = useLingui();
  const router = useRouter();
  const { localize: say } = useLocale();
  const looks: Record<MemberStep | typeof SIGHT, MenuStep> = {
    see_sight: { Icon: IconEye, label: t`Що бачить` },
    ...useMandateSteps(),
    change_role: { Icon: IconUserCog, label: t`Змінити роль` },
    end_membership: { Icon: IconUserMinus, label: t`Припинити участь`, danger: true },
  };
  const open = [...stepsOf(member), ...(looksUp ? [SIGHT] : [])];
  const steps = open.map((step): [typeof step, MenuStep] => [step, looks[step]]);
  const choose = (step: MemberStep | typeof SIGHT) =>
    step === SIGHT ? void router.navigate({ href: `/people/${member.person.id}/sight` }) : onChoose(step);
  return <StepMenu name={say(member.person.name)} steps={steps} onChoose={choose} />;
}
