import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./options-field.module.css";

export interface OptionDraft {
  key: number;
  label: string;
  labelEn: string;
  text: string;
}

const MAX_OPTIONS = 20;
let last = 0;

/** Return an option to be filled in. */
export function draftOption(from: Partial<OptionDraft> = {}): OptionDraft {
  last += 1;
  return { label: "", labelEn: "", text: "", ...from, key: last };
}

interface OptionsFieldProps {
  value: OptionDraft[];
  onChange: (options: OptionDraft[]) => void;
  error?: ReactNode;
}

/** Options, each with a few words on it where those help. */
export function OptionsField({ value, onChange, error }: OptionsFieldProps) {
  const { t } = useLingui();
  const change = (key: number, part: Partial<OptionDraft>) =>
    onChange(value.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <fieldset className={classes.root}>
      <legend>
        <Trans>Варіанти</Trans>
      </legend>
      {value.map(({ key, label, text }, place) => (
        <div key={key} className={classes.option}>
          <div>
            <TextInput
              label={t`Варіант ${place + 1}`}
              maxLength={200}
              value={label}
              onChange={(event) => change(key, { label: event.currentTarget.value })}
            />
            <TextInput
              label={t`Пояснення до варіанта ${place + 1} (необов’язково)`}
              maxLength={2000}
              value={text}
              onChange={(event) => change(key, { text: event.currentTarget.value })}
            />
          </div>
          <ToolButton
            label={t`Прибрати варіант ${place + 1}`}
            onClick={() => onChange(value.filter((one) => one.key !== key))}
          >
            <Icon of={IconX} />
          </ToolButton>
        </div>
      ))}
      {value.length < MAX_OPTIONS && (
        <Button kind="quiet" onClick={() => onChange([...value, draftOption()])}>
          <Icon of={IconPlus} />
          <Trans>Додати варіант</Trans>
        </Button>
      )}
      {error && <div role="alert">{error}</div>}
    </fieldset>
  );
}
