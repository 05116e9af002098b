import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { LadderStepOut } from "@/api/generated/types.gen";
import { ToolButton } from "@/ui/button";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";
import { AUDIENCES, WHO } from "./audiences";
import classes from "./reminders.module.css";
import { useStepWords } from "./step-words";

type Side = "before" | "on" | "after";
/** The same rule for others. */
function meantFor(step: LadderStepOut, audience: LadderStepOut["audience"]): LadderStepOut {
  const days = step.offset_days;
  return { ...step, audience, offset_days: audience === "verifier" ? Math.abs(days) : days };
}

const REPEATS = [1, 2, 3, 7, 14, 30];

function sideOf(days: number): Side {
  if (days === 0) return "on";
  return days < 0 ? "before" : "after";
}

interface LadderStepFieldsProps {
  step: LadderStepOut;
  refused: (field: keyof LadderStepOut) => string | undefined;
  onChange: (step: LadderStepOut) => void;
  onRemove: () => void;
}

/** One rule: when, to whom, and whether it comes again. */
export function LadderStepFields({ step, refused, onChange, onRemove }: LadderStepFieldsProps) {
  const { t } = useLingui();
  const words = useStepWords();
  const said = `${words.when(step)}: ${words.whom(step)}`;
  return (
    <fieldset className={classes.step}>
      <legend className="v-small">{said}</legend>
      <div className={classes.fields}>
        <When step={step} error={refused("offset_days")} onChange={onChange} />
        <Whom step={step} onChange={onChange} />
        {step.offset_days > 0 && <Again step={step} error={refused("repeat_days")} onChange={onChange} />}
      </div>
      <ToolButton label={t`Прибрати правило: ${said}`} onClick={onRemove}>
        <Icon of={IconTrash} />
      </ToolButton>
    </fieldset>
  );
}

interface PartProps {
  step: LadderStepOut;
  error?: string | undefined;
  onChange: (step: LadderStepOut) => void;
}

function When({ step, error, onChange }: PartProps) {
  const { t } = useLingui();
  const side = sideOf(step.offset_days);
  const days = Math.abs(step.offset_days);
  const sides = useSides(step.audience);
  const set = (to: Side, count: number) => {
    const offset = { before: -count, on: 0, after: count }[to];
    onChange({ ...step, offset_days: offset, repeat_days: offset > 0 ? step.repeat_days : null });
  };
  return (
    <>
      <Select
        className={classes.when}
        label={t`Коли`}
        data={sides}
        allowDeselect={false}
        value={side}
        onChange={(value) => set((value as Side | null) ?? "on", days || 1)}
        error={fieldError(side === "on" && error)}
      />
      {side !== "on" && (
        <TextInput
          className={classes.days}
          label={t`Днів`}
          type="number"
          inputMode="numeric"
          min={1}
          max={365}
          value={days}
          onChange={(event) => set(side, Math.max(1, Math.trunc(Number(event.currentTarget.value)) || 1))}
          error={fieldError(error)}
        />
      )}
    </>
  );
}

/** Who verifies is reminded of what was done, never before that. */
function useSides(audience: LadderStepOut["audience"]): { value: Side; label: string }[] {
  const { t } = useLingui();
  if (audience === "verifier") {
    return [
      { value: "on", label: t`У день виконання` },
      { value: "after", label: t`Після виконання` },
    ];
  }
  return [
    { value: "before", label: t`До строку` },
    { value: "on", label: t`У день строку` },
    { value: "after", label: t`Після строку` },
  ];
}

function Whom({ step, onChange }: PartProps) {
  const { t, i18n } = useLingui();
  return (
    <Select
      label={t`Кому`}
      data={WHO.map((value) => ({ value, label: i18n._(AUDIENCES[value]) }))}
      allowDeselect={false}
      value={step.audience}
      onChange={(value) => onChange(meantFor(step, WHO.find((one) => one === value) ?? step.audience))}
    />
  );
}

function Again({ step, error, onChange }: PartProps) {
  const { t } = useLingui();
  const words = useStepWords();
  const known = step.repeat_days
    ? [...new Set([...REPEATS, step.repeat_days])].sort((a, b) => a - b)
    : REPEATS;
  return (
    <Select
      label={t`Повторювати`}
      data={[
        { value: "", label: t`Ні` },
        ...known.map((days) => ({ value: String(days), label: words.every(days) })),
      ]}
      allowDeselect={false}
      value={step.repeat_days ? String(step.repeat_days) : ""}
      onChange={(value) => onChange({ ...step, repeat_days: value ? Number(value) : null })}
      error={fieldError(error)}
    />
  );
}
