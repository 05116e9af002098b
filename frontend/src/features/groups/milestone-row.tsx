import { useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { ReadinessOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import type { Bilingual } from "@/lib/text";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./groups.module.css";

/** A milestone that a group may want: one that it has, a check to choose, or a new one of its own. */
export interface Choice {
  key: string;
  /** Of one that the group has. */
  id?: string;
  /** The rule that looks by itself; empty for one of the group’s own. */
  check: string;
  title: Bilingual;
  /** Whether its words were changed here. */
  worded?: boolean;
  told: boolean;
  kept: boolean;
}

/** What the group has, in its order, and then the checks that it has not chosen. */
export function choicesOf({ items, checks }: ReadinessOut): Choice[] {
  const chosen = items.map(({ id, check, title, reached_on }) => ({
    key: id,
    id,
    check,
    title,
    told: reached_on !== null,
    kept: true,
  }));
  const others = checks.filter(({ check }) => !items.some((one) => one.check === check));
  return [...chosen, ...others.map((one) => ({ ...one, key: one.check, told: false, kept: false }))];
}

interface MilestoneRowProps {
  choice: Choice;
  before: Choice | undefined;
  after: Choice | undefined;
  onChange: (choice: Choice) => void;
  onMove: (to: Choice) => void;
  onWord: () => void;
}

type Direction = "up" | "down";

/** Give the focus back to the button that moved the row: a row that moves in the document loses it. */
function useFocusAfterMove() {
  const row = useRef<HTMLLIElement | null>(null);
  const pressed = useRef<Direction | null>(null);
  useEffect(() => {
    const button = row.current?.querySelector<HTMLButtonElement>(`[data-move="${pressed.current}"]`);
    const other = row.current?.querySelector<HTMLButtonElement>("[data-move]:not(:disabled)");
    if (pressed.current) (button?.disabled ? other : button)?.focus();
    pressed.current = null;
  });
  return { row, pressed };
}

/** One line of the choice: whether it is kept, where it stands, and its words where they are the group’s own. */
export function MilestoneRow({ choice, before, after, onChange, onMove, onWord }: MilestoneRowProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { row, pressed } = useFocusAfterMove();
  const title = say(choice.title);
  const move = (direction: Direction, to: Choice) => {
    pressed.current = direction;
    onMove(to);
  };
  return (
    <li ref={row}>
      <Checkbox
        label={title}
        description={!choice.kept && choice.told ? t`Позначка про виконання зникне` : undefined}
        checked={choice.kept}
        onChange={(event) => onChange({ ...choice, kept: event.currentTarget.checked })}
      />
      {choice.kept && (
        <div className={classes.moves}>
          {!choice.check && (
            <ToolButton label={t`Змінити слова: ${title}`} onClick={onWord}>
              <Icon of={IconPencil} />
            </ToolButton>
          )}
          <ToolButton
            data-move="up"
            label={t`Вище: ${title}`}
            disabled={!before}
            onClick={() => before && move("up", before)}
          >
            <Icon of={IconArrowUp} />
          </ToolButton>
          <ToolButton
            data-move="down"
            label={t`Нижче: ${title}`}
            disabled={!after?.kept}
            onClick={() => after && move("down", after)}
          >
            <Icon of={IconArrowDown} />
          </ToolButton>
        </div>
      )}
    </li>
  );
}
