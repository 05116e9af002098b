import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useLocale } from "@/lib/locale";
import { STATE_LABELS, StatusGlyph, stateClass } from "@/modules/actions/status";
import { useDueText } from "@/modules/actions/use-due-text";
import { gathered } from "@/modules/map/area-geometry";
import type { SpotOf } from "@/modules/map/tiles";
import { type Placed, sharedState } from "./item-map";
import look from "./map-view.module.css";

interface ItemMarksProps {
  items: Placed[];
  spotOf: SpotOf;
  chosen: ReadonlySet<string>;
  onChoose: (ids: ReadonlySet<string>) => void;
}

/** A mark for each item, or for several that would lie on one another; pressed, the list shows these alone. */
export function MapMarkers({ items, spotOf, chosen, onChoose }: ItemMarksProps) {
  const nameOf = useNames();
  const seen = items.flatMap((item) => {
    const spot = spotOf(item.place);
    return spot ? [{ item, spot }] : [];
  });
  return gathered(seen, ({ spot }) => spot).map(({ spot, members: near }) => {
    const members = near.map(({ item }) => item);
    const ids = members.map(({ id }) => id);
    const pressed = chosen.size > 0 && ids.every((id) => chosen.has(id));
    const state = sharedState(members);
    return (
      <button
        key={ids[0]}
        type="button"
        className={`${look.mark} ${state ? stateClass(state) : ""} ${members.length > 1 ? look.several : ""}`}
        style={{ left: spot.x, top: spot.y }}
        aria-pressed={pressed}
        aria-label={nameOf(members)}
        onClick={() => onChoose(new Set(pressed ? [] : ids))}
      >
        {state && <StatusGlyph state={state} />}
        {members.length > 1 ? <b>{members.length}</b> : <span>№ {members[0]?.number}</span>}
        {members.some(({ overdue }) => overdue) && <StatusGlyph state="overdue" />}
      </button>
    );
  });
}

/** «№ 12 Освітити двір. У роботі. Прострочено на 3 дні», «3 доручення: № 1, № 2, № 7» */
function useNames() {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const due = useDueText();
  return (members: Placed[]): string => {
    const [only] = members;
    if (only && members.length === 1) {
      const parts = [
        `№ ${only.number} ${say(only.title)}`,
        i18n._(STATE_LABELS[only.state]),
        due.overdue(only),
      ];
      return parts.filter(Boolean).join(". ");
    }
    const numbers = members.map(({ number }) => `№ ${number}`).join(", ");
    const count = members.length;
    return t`${plural(count, { one: "# доручення", few: "# доручення", many: "# доручень", other: "# доручення" })}: ${numbers}`;
  };
}
