import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useKeptFocus } from "@/lib/use-kept-focus";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { announce } from "@/ui/toast";
import classes from "./decision.module.css";
import { useOptionName } from "./use-option-name";

interface RankingFieldProps {
  options: DecisionOut["options"];
  /** Ids of those that are ranked, the most wanted first. */
  value: string[];
  onChange: (ranking: string[]) => void;
  error?: ReactNode;
}

/** Return the list with one entry moved by a place up or down; at its end it stays. */
function moveBy(list: readonly string[], id: string, by: -1 | 1): string[] {
  const from = list.indexOf(id);
  const to = from + by;
  if (to < 0 || to >= list.length) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, id);
}

/** Options in the order of the reader: by buttons alone, so that keys and thumbs do the same as a mouse. */
export function RankingField({ options, value, onChange, error }: RankingFieldProps) {
  const { t } = useLingui();
  const nameOf = useOptionName(options);
  const id = useId();
  const keepFocus = useKeptFocus(value.join());
  const move = (option: string, by: -1 | 1, button: HTMLElement) => {
    const next = moveBy(value, option, by);
    keepFocus(button);
    onChange(next);
    announce(t`${nameOf(option)}: місце ${next.indexOf(option) + 1} із ${next.length}`);
  };
  const left = options.filter((one) => !value.includes(one.id));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div role="group" aria-labelledby={id}>
      <p id={id} className="v-small">
        <b>
          <Trans>Ваш порядок, найбажаніше вгорі</Trans>
        </b>
      </p>
      <ol className={classes.ranking}>
        {value.map((option, place) => (
          <li key={option}>
            <b>{place + 1}</b>
            <span>{nameOf(option)}</span>
            <RankButtons
              name={nameOf(option)}
              onMove={(by, button) => move(option, by, button)}
              onRemove={() => onChange(value.filter((one) => one !== option))}
            />
          </li>
        ))}
      </ol>
      <Unranked options={left} onAdd={(option) => onChange([...value, option])} />
      {error && <div role="alert">{error}</div>}
    </div>
  );
}

interface UnrankedProps {
  options: DecisionOut["options"];
  onAdd: (option: string) => void;
}

/** Options without a place yet: they may stay so. */
function Unranked({ options, onAdd }: UnrankedProps) {
  const { localize } = useLocale();
  if (options.length === 0) return null;
  return (
    <ul className={classes.unranked}>
      {options.map(({ id, label }) => (
        <li key={id}>
          <Button kind="quiet" onClick={() => onAdd(id)}>
            <Icon of={IconPlus} />
            {localize(label)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface RankButtonsProps {
  name: string;
  onMove: (by: -1 | 1, button: HTMLElement) => void;
  onRemove: () => void;
}

function RankButtons({ name, onMove, onRemove }: RankButtonsProps) {
  const { t } = useLingui();
  return (
    <span className={classes.rankButtons}>
      <ToolButton label={t`Вище: ${name}`} onClick={(event) => onMove(-1, event.currentTarget)}>
        <Icon of={IconArrowUp} />
      </ToolButton>
      <ToolButton label={t`Нижче: ${name}`} onClick={(event) => onMove(1, event.currentTarget)}>
        <Icon of={IconArrowDown} />
      </ToolButton>
      <ToolButton label={t`Прибрати: ${name}`} onClick={onRemove}>
        <Icon of={IconX} />
      </ToolButton>
    </span>
  );
}
