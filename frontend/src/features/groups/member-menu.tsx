import { msg } from "@lingui/core/macro";
import { IconEye, IconUserCog, IconUserMinus } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { MembershipOut } from "@/api/generated/types.gen";
import { type Transition, workflow } from "@/kit/workflow/workflow";
import { useLocale } from "@/lib/locale";
import { MANDATE_STEPS, type MandateStepName } from "@/modules/mandates/mandate-steps";
import { StepMenu } from "@/modules/mandates/step-menu";
import { Icon } from "@/ui/icon";

type OfMandate = Exclude<MandateStepName, "resume">;
export type MemberStep = OfMandate | "change_role" | "end_membership";

type MemberTransition = Transition & { name: MemberStep | typeof SIGHT };

/** Not a step: a page to look at. */
const SIGHT = "see_sight" as const;

const ofMandate = (name: OfMandate) => ({ ...MANDATE_STEPS.get(name), name });

type Allowed = MembershipOut["allowed" | "mandate_allowed"][number] | typeof SIGHT;

/** Steps of a seat, and of the mandate that sits there, in the order in which they are offered. */
const MEMBER_STEPS = workflow<MemberTransition, Allowed>([
  { name: "change_role", icon: <Icon of={IconUserCog} />, label: msg`Змінити роль` },
  ofMandate("pass_on"),
  ofMandate("appoint_deputy"),
  ofMandate("name_deputy"),
  ofMandate("edit"),
  ofMandate("rest"),
  { name: "end_membership", icon: <Icon of={IconUserMinus} />, label: msg`Припинити участь`, danger: true },
  ofMandate("end"),
  { name: SIGHT, icon: <Icon of={IconEye} />, label: msg`Що бачить` },
]);

export function isMandateStep(step: MemberStep): step is OfMandate {
  return step !== "change_role" && step !== "end_membership";
}

/** Return what the server lets the reader do with a seat and its mandate; `looksUp`: also what its person sees. */
export function stepsOf(member: MembershipOut, looksUp: boolean): MemberTransition[] {
  return MEMBER_STEPS.openTo([...member.allowed, ...member.mandate_allowed, ...(looksUp ? [SIGHT] : [])]);
}

interface MemberMenuProps {
  member: MembershipOut;
  steps: MemberTransition[];
  onChoose: (step: MemberStep) => void;
}

export function MemberMenu({ member, steps, onChoose }: MemberMenuProps) {
  const router = useRouter();
  const { localize: say } = useLocale();
  const choose = ({ name }: MemberTransition) =>
    name === SIGHT
      ? void router.navigate({ to: "/people/$personId/sight", params: { personId: member.person.id } })
      : onChoose(name);
  return <StepMenu name={say(member.person.name)} steps={steps} onChoose={choose} />;
}
