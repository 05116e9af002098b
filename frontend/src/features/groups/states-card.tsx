import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { postGroupTransitions } from "@/api/generated/sdk.gen";
import type { GroupOut, MoveGroupInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { GROUP_STATES } from "@/modules/groups/words";
import { invalidateGroup, keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import classes from "./groups.module.css";
import { PastStates } from "./past-states";

interface GroupStep {
  /** Name of the step in `allowed`. */
  action: GroupOut["allowed"][number];
  to: MoveGroupInRequest["to"];
  label: MessageDescriptor;
  lead: MessageDescriptor;
  danger?: boolean;
}

const STEPS: GroupStep[] = [
  {
    action: "activate",
    to: "active",
    label: msg`Почати роботу`,
    lead: msg`Група зможе давати доручення, а її публічну сторінку, якщо її вибрано, побачать усі.`,
  },
  {
    action: "suspend",
    to: "suspended",
    label: msg`Призупинити`,
    lead: msg`Учасники лише читатимуть, доки роботу не відновлять.`,
  },
  {
    action: "dissolve",
    to: "dissolved",
    label: msg`Розпустити`,
    lead: msg`Назавжди. Хто читав групу, читатиме й далі; писати вже не зможе ніхто.`,
    danger: true,
  },
];

/** A group that rested goes on: it began long ago. */
const RESUMED: Pick<GroupStep, "label" | "lead"> = {
  label: msg`Відновити роботу`,
  lead: msg`Учасники знову зможуть писати, а група — давати доручення.`,
};

function stepsOf(group: GroupOut): GroupStep[] {
  const open = STEPS.filter((one) => group.allowed.includes(one.action));
  return group.state === "suspended"
    ? open.map((one) => (one.to === "active" ? { ...one, ...RESUMED } : one))
    : open;
}

/** The state of a group, its next steps, and how it came here. */
export function StatesCard({ group }: { group: GroupOut }) {
  const { i18n } = useLingui();
  const take = useDialog<GroupStep>();
  const state = i18n._(GROUP_STATES[group.state]);
  return (
    <Card padded title={<Trans>Стан: {state}</Trans>}>
      <div className={classes.steps}>
        {stepsOf(group).map((one) => (
          <Button key={one.to} kind={one.danger ? "danger" : "quiet"} onClick={() => take.open(one)}>
            {i18n._(one.label)}
          </Button>
        ))}
      </div>
      <PastStates groupId={group.id} />
      {take.render((step, close) => (
        <StepDialog group={group} step={step} onClose={close} />
      ))}
    </Card>
  );
}

function StepDialog({ group, step, onClose }: { group: GroupOut; step: GroupStep; onClose: () => void }) {
  const { i18n, t } = useLingui();
  const needed = step.to !== "active";
  const moving = useCommand({
    run: (body: MoveGroupInRequest, { ifMatch }) =>
      unwrap(postGroupTransitions({ path: { group_id: group.id }, body, headers: ifMatch })),
    version: group.version,
    invalidates: (client) => invalidateGroup(client, group.id),
    onSuccess: (moved, _, client) => {
      client.setQueryData(keys.group(group.id), moved);
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={i18n._(step.label)}
      lead={i18n._(step.lead)}
      label={needed ? t`Причина` : t`Причина (необов’язково)`}
      missing={needed ? t`Напишіть причину: вона лишиться в журналі` : undefined}
      most={1000}
      submit={i18n._(step.label)}
      submitKind={step.danger ? "danger" : "primary"}
      busy={moving.isPending}
      problem={moving.error}
      onClose={onClose}
      onSubmit={(reason) => moving.mutate({ to: step.to, reason })}
    />
  );
}
