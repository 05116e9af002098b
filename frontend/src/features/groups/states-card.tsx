import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postGroupTransitions } from "@/api/generated/sdk.gen";
import type { GroupOut, MoveGroupInRequest } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { groupStepsQuery } from "@/data/groups";
import { Button } from "@/design/button";
import { Card } from "@/design/card";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { HistoryEntry, HistoryLine } from "@/design/history-line";
import { useReader } from "@/lib/reader";
import { GROUP_STATES } from "@/widgets/words";
import classes from "./groups.module.css";
import { useGroupChange } from "./use-group-change";

interface GroupStep {
  /** Name of the step in `allowed`. */
  action: string;
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

/** The state of a group, its next steps, and how it came here. */
export function StatesCard({ group }: { group: GroupOut }) {
  const { i18n } = useLingui();
  const [step, setStep] = useState<GroupStep | null>(null);
  const state = i18n._(GROUP_STATES[group.state]);
  return (
    <Card padded title={<Trans>Стан: {state}</Trans>}>
      <div className={classes.steps}>
        {STEPS.filter((one) => group.allowed.includes(one.action)).map((one) => (
          <Button key={one.to} kind={one.danger ? "danger" : "quiet"} onClick={() => setStep(one)}>
            {i18n._(one.label)}
          </Button>
        ))}
      </div>
      <Past groupId={group.id} />
      {step && <StepDialog group={group} step={step} onClose={() => setStep(null)} />}
    </Card>
  );
}

function Past({ groupId }: { groupId: string }) {
  const { i18n } = useLingui();
  const { say, dates } = useReader();
  const { data: steps = [] } = useQuery(groupStepsQuery(groupId));
  return (
    <HistoryLine>
      {steps.map((one) => (
        <HistoryEntry
          key={one.id}
          at={one.at}
          time={dates.short(one.at.slice(0, 10))}
          title={i18n._(GROUP_STATES[one.after])}
          strong
        >
          {one.reason && <p>{one.reason}</p>}
          {one.person && <p className="v-tiny v-t3">{say(one.person.name)}</p>}
        </HistoryEntry>
      ))}
    </HistoryLine>
  );
}

function StepDialog({ group, step, onClose }: { group: GroupOut; step: GroupStep; onClose: () => void }) {
  const { i18n, t } = useLingui();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const needed = step.to !== "active";
  const moving = useGroupChange(
    group,
    (body: MoveGroupInRequest) =>
      answered(postGroupTransitions({ path: { group_id: group.id }, body, headers: ifMatch(group.version) })),
    onClose,
  );
  const submit = () => {
    setTried(true);
    if (reason.trim() || !needed) moving.mutate({ to: step.to, reason: reason.trim() });
  };
  return (
    <Dialog
      opened
      title={i18n._(step.label)}
      lead={i18n._(step.lead)}
      submit={i18n._(step.label)}
      submitKind={step.danger ? "danger" : "primary"}
      busy={moving.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Textarea
        label={needed ? t`Причина` : t`Причина (необов’язково)`}
        rows={2}
        maxLength={1000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(needed && tried && !reason.trim() && t`Напишіть причину: вона лишиться в журналі`)}
      />
    </Dialog>
  );
}
