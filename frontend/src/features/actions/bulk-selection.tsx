import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";
import { Button } from "@/ui/button";
import classes from "./board.module.css";
import { BulkDialog } from "./bulk-dialog";

export interface Choosing {
  chosen: ReadonlySet<string>;
  toggle: (id: string) => void;
}

/** Whether the reader may change it, and so choose it. */
export const choosable = ({ allowed }: ActionOut) => allowed.includes("edit");

/** What of a list is chosen; what is not shown any more is not chosen any more. */
export function useSelection(items: ActionOut[]) {
  const [on, setOn] = useState(false);
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const open = items.filter(choosable);
  const chosen = open.filter(({ id }) => ids.has(id));
  const toggle = (id: string) =>
    setIds((known) => new Set(known.has(id) ? [...known].filter((one) => one !== id) : [...known, id]));
  const all = () => setIds(new Set(chosen.length === open.length ? [] : open.map(({ id }) => id)));
  const drop = (gone: string[]) => setIds((known) => new Set([...known].filter((id) => !gone.includes(id))));
  const end = () => {
    setOn(false);
    setIds(new Set());
  };
  return { on, begin: () => setOn(true), end, open, chosen, toggle, all, drop };
}

type Selection = ReturnType<typeof useSelection>;

/** Start a selection, where the reader may change any of the items. */
export function ChooseButton({ begin, open }: Selection) {
  if (open.length === 0) return null;
  return (
    <Button kind="ghost" className={classes.choose} onClick={begin}>
      <Trans>Вибрати кілька</Trans>
    </Button>
  );
}

export function ChoosingBar({ end, open, chosen, all, drop }: Selection) {
  const { t } = useLingui();
  const changing = useDialog();
  const [count, total] = [chosen.length, open.length];
  if (total === 0) return null;
  return (
    <section className={`${classes.choosing} ${classes.chosen}`} aria-label={t`Вибрані доручення`}>
      <Checkbox
        className={classes.all}
        label={t`Усі показані, які ви можете змінити: ${total}`}
        checked={count === total}
        indeterminate={count > 0 && count < total}
        onChange={all}
      />
      <span role="status" className="v-small v-t2">
        <Trans>Вибрано: {count}</Trans>
      </span>
      <span className={classes.choosingButtons}>
        <Button kind="ghost" onClick={end}>
          <Trans>Не вибирати</Trans>
        </Button>
        <Button aria-disabled={count === 0 || undefined} onClick={() => count > 0 && changing.open()}>
          <Trans>Змінити вибрані</Trans>
        </Button>
      </span>
      {changing.render((_, close) => (
        <BulkDialog items={chosen} onClose={close} onChanged={drop} />
      ))}
    </section>
  );
}

/** The box before a row; nothing before what the reader may not change. */
export function ChoiceBox({ action, chosen, toggle }: { action: ActionOut } & Choosing) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const numbered = useItemNumber();
  if (!choosable(action)) return <span />;
  const name = `${numbered(action.number)}, ${say(action.title)}`;
  return (
    // The whole of the strip before the row is what a thumb hits.
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside
    <label className={classes.box}>
      <Checkbox
        aria-label={t`Вибрати: ${name}`}
        checked={chosen.has(action.id)}
        onChange={() => toggle(action.id)}
      />
    </label>
  );
}
