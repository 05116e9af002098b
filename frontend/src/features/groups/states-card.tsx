import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { postGroupTransitions } from "@/api/generated/sdk.gen";
import type { GroupOut, MoveGroupInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { TransitionDialog, type TransitionWords } from "@/kit/workflow/transition-dialog";
import { type Transition, workflow } from "@/kit/workflow/workflow";
import { WorkflowButtons } from "@/kit/workflow/workflow-buttons";
import { GROUP_STATES } from "@/modules/groups/words";
import { invalidateGroup, keys } from "@/queries/keys";
import { Card } from "@/ui/card";
import classes from "./groups.module.css";
import { PastStates } from "./past-states";

interface GroupStep extends Transition {
  name: GroupOut["allowed"][number];
  to: MoveGroupInRequest["to"];
}

const reason = { label: msg`Причина`, missing: msg`Напишіть причину: вона лишиться в журналі` };

const STEPS = workflow<GroupStep>([
  {
    name: "activate",
    to: "active",
    label: msg`Почати роботу`,
    lead: msg`Група зможе давати доручення, а її публічну сторінку, якщо її вибрано, побачать усі.`,
    reason: { label: msg`Причина (необов’язково)` },
  },
  {
    name: "suspend",
    to: "suspended",
    label: msg`Призупинити`,
    lead: msg`Учасники лише читатимуть, доки роботу не відновлять.`,
    reason,
  },
  {
    name: "dissolve",
    to: "dissolved",
    label: msg`Розпустити`,
    lead: msg`Назавжди. Хто читав групу, читатиме й далі; писати вже не зможе ніхто.`,
    reason,
    danger: true,
  },
]);

/** A group that rested goes on: it began long ago. */
const RESUMED: Pick<GroupStep, "label" | "lead"> = {
  label: msg`Відновити роботу`,
  lead: msg`Учасники знову зможуть писати, а група — давати доручення.`,
};

function openSteps({ state, allowed }: GroupOut): GroupStep[] {
  const open = STEPS.openTo(allowed);
  return state === "suspended"
    ? open.map((one) => (one.to === "active" ? { ...one, ...RESUMED } : one))
    : open;
}

/** The state of a group, its next steps, and how it came here. */
export function StatesCard({ group }: { group: GroupOut }) {
  const { i18n } = useLingui();
  const asked = useDialog<GroupStep>();
  const state = i18n._(GROUP_STATES[group.state]);
  return (
    <Card padded title={<Trans>Стан: {state}</Trans>}>
      <WorkflowButtons className={classes.steps} transitions={openSteps(group)} onChoose={asked.open} />
      <PastStates groupId={group.id} />
      {asked.render((step, close) => (
        <GroupStepDialog group={group} step={step} onClose={close} />
      ))}
    </Card>
  );
}

interface GroupStepDialogProps {
  group: GroupOut;
  step: GroupStep;
  onClose: () => void;
}

function GroupStepDialog({ group, step, onClose }: GroupStepDialogProps) {
  const command = useCommand({
    run: ({ reason }: TransitionWords, { ifMatch }) =>
      unwrap(
        postGroupTransitions({
          path: { group_id: group.id },
          body: { to: step.to, reason },
          headers: ifMatch,
        }),
      ),
    version: group.version,
    invalidates: (client) => invalidateGroup(client, group.id),
    onSuccess: (moved, _, client) => {
      client.setQueryData(keys.group(group.id), moved);
      onClose();
    },
  });
  return <TransitionDialog transition={step} command={command} onClose={onClose} />;
}
