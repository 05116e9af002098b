import { useLingui } from "@lingui/react/macro";
import { SectorShape } from "@/modules/organisations/sector";
import classes from "./thread.module.css";
import type { Naming } from "./use-mention-suggestions";

/** Who can be named, above the place where one writes; the field keeps the focus. */
export function NameList({ naming }: { naming: Naming }) {
  const { t } = useLingui();
  const { offered, chosen } = naming;
  if (offered.length === 0) return null;
  return (
    <div id={naming.listId} role="listbox" aria-label={t`Кого згадати`} className={classes.names}>
      {offered.map((one, nth) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={one.key}
          id={naming.optionId(one)}
          role="option"
          tabIndex={-1}
          aria-selected={nth === chosen}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => naming.pick(one)}
        >
          <SectorShape sector={one.sector ?? "other"} size={20} />
          <span>
            {one.name} <small>{one.hint}</small>
          </span>
        </div>
      ))}
    </div>
  );
}
