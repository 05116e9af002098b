import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useId, useMemo, useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { ActionRow } from "@/modules/actions/action-card";
import { ActionMenu } from "@/modules/actions/action-menu";
import { useActionView } from "@/modules/actions/action-views";
import { StateLegend } from "@/modules/actions/state-bar";
import type { Step } from "@/modules/actions/steps";
import { LocalMap } from "@/modules/map/local-map";
import { useLandmarks } from "@/modules/map/use-landmarks";
import { usePlaceWords } from "@/modules/map/use-place-words";
import { Button } from "@/ui/button";
import { Disclosure } from "@/ui/disclosure";
import { EmptyState } from "@/ui/feedback";
import board from "./board.module.css";
import type { BoardFilters } from "./board-filters";
import { countsOf, isPlaced, type Placed } from "./item-map";
import { MapMarkers } from "./map-markers";
import look from "./map-view.module.css";

type OnStep = (action: ActionOut, step: Step) => void;

interface MapViewProps {
  items: ActionOut[];
  filters: BoardFilters;
  onStep: OnStep;
}

/** The items that have a place, on a map and, as good as that, in a list; the others are counted and named. */
export function MapView({ items, filters, onStep }: MapViewProps) {
  const placed = useMemo(() => items.filter(isPlaced), [items]);
  const others = items.filter((item) => !isPlaced(item));
  return (
    <>
      {placed.length > 0 ? (
        <OnMap placed={placed} filters={filters} onStep={onStep} />
      ) : (
        <EmptyState title={<Trans>На мапі цих доручень немає</Trans>}>
          <Trans>Місце вказують у самому дорученні: «Змінити», «Для кого, де, кошти, повторення».</Trans>
        </EmptyState>
      )}
      {others.length > 0 && (
        <div className={look.others}>
          <Disclosure
            opened={placed.length === 0}
            label={
              <Plural
                value={others.length}
                one="# доручення без місця на мапі"
                few="# доручення без місця на мапі"
                many="# доручень без місця на мапі"
                other="# доручення без місця на мапі"
              />
            }
          >
            <Rows items={others} onStep={onStep} />
          </Disclosure>
        </div>
      )}
    </>
  );
}

function OnMap({ placed, filters, onStep }: { placed: Placed[] } & Omit<MapViewProps, "items">) {
  const { t } = useLingui();
  const id = useId();
  const landmarks = useLandmarks(filters.group);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const among = placed.filter((item) => chosen.has(item.id));
  const shown = among.length > 0 ? among : placed;
  const frame = useFrame(placed);
  return (
    <section aria-labelledby={id} className={look.view}>
      <div className={look.side}>
        <LocalMap
          className={look.map}
          label={t`Мапа доручень; усі вони є у списку поруч`}
          frame={frame}
          landmarks={landmarks}
          focus={among[0]?.place}
        >
          {(spotOf) => <MapMarkers items={placed} spotOf={spotOf} chosen={chosen} onChoose={setChosen} />}
        </LocalMap>
        <div className={look.under}>
          <StateLegend counts={countsOf(placed)} />
        </div>
      </div>
      <div>
        <div className={look.head}>
          <h2 id={id}>
            <Trans>На мапі</Trans>
          </h2>
          <SelectionCount among={among} placed={placed} />
          {among.length > 0 && (
            <Button kind="ghost" onClick={() => setChosen(new Set())}>
              <Trans>Показати всі</Trans>
            </Button>
          )}
        </div>
        <Rows items={shown} onStep={onStep} />
      </div>
    </section>
  );
}

function SelectionCount({ among, placed }: { among: Placed[]; placed: Placed[] }) {
  return (
    <span className="v-small v-t2" role="status">
      {among.length > 0 ? (
        <Trans>
          вибрано {among.length} з {placed.length}
        </Trans>
      ) : (
        <Plural
          value={placed.length}
          one="# доручення"
          few="# доручення"
          many="# доручень"
          other="# доручення"
        />
      )}
    </span>
  );
}

/** The places that the map begins with: the same ones as long as nothing moves. */
function useFrame(placed: Placed[]) {
  const key = JSON.stringify(placed.map(({ place }) => place));
  return useMemo((): Placed["place"][] => JSON.parse(key), [key]);
}

function Rows({ items, onStep }: { items: ActionOut[]; onStep: OnStep }) {
  const view = useActionView();
  const degrees = usePlaceWords();
  return (
    <ul className={board.rows}>
      {items.map((action) => (
        <ActionRow
          key={action.id}
          action={view(action)}
          where={action.place_name || (action.place ? degrees(action.place) : undefined)}
          withState
          menu={<ActionMenu action={action} vertical onStep={(step) => onStep(action, step)} />}
        />
      ))}
    </ul>
  );
}
