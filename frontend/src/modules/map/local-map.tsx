import { Trans, useLingui } from "@lingui/react/macro";
import { useElementSize } from "@mantine/hooks";
import { IconMinus, IconPlus, IconZoomScan } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import type { Place } from "@/lib/degrees";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import {
  type Area,
  areaOf,
  closer,
  farther,
  inView,
  isClosest,
  isFarthest,
  type Size,
  spotIn,
} from "./area-geometry";
import { AreaMap, type Landmark } from "./area-map";
import classes from "./local-map.module.css";
import { COUNTRY } from "./outline-geometry";
import { type SpotOf, Tiles, useTiles } from "./tiles";

interface LocalMapProps {
  label: string;
  /** What is in view at first; the whole country when there is nothing. */
  frame: Place[];
  landmarks: Landmark[];
  place?: Place | null;
  /** What one comes closer to; the middle of the map when there is nothing. */
  focus?: Place | null;
  className?: string;
  onChoose?: (place: Place) => void;
  /** What is laid over the map, by where places are drawn now; null for those that are out of view. */
  children?: (spotOf: SpotOf) => ReactNode;
}

/** A map of some streets or villages: with tiles where a style is configured, otherwise drawn by ourselves. */
export function LocalMap(props: LocalMapProps) {
  const { label, frame, place, onChoose, className = "", children } = props;
  const tiles = useTiles();
  if (!tiles) return <Drawn {...props} />;
  const scene = { label, place, frame, onChoose };
  return (
    <Tiles {...tiles} closest="street" className={className} scene={scene}>
      {children}
    </Tiles>
  );
}

/** Where nothing is laid out. */
const UNMEASURED: Size = { width: 340, height: 320 };

function Drawn(props: LocalMapProps) {
  const { label, frame, landmarks, place, focus = place, className = "", onChoose, children } = props;
  const { ref, width, height } = useElementSize();
  const size = useMemo(() => (width && height ? { width, height } : UNMEASURED), [width, height]);
  const whole = useMemo(() => areaOf(frame.length > 0 ? frame : COUNTRY, size), [frame, size]);
  const [chosen, setChosen] = useState<Area | null>(null);
  const area = around(chosen ?? whole, size, place);
  return (
    <div>
      <div ref={ref} className={`${classes.box} ${className}`}>
        <AreaMap
          label={label}
          area={area}
          size={size}
          landmarks={landmarks}
          below={Boolean(children)}
          place={place}
          onChoose={onChoose}
        />
        {children?.((one) => inView(spotIn(area, size, one), size))}
      </div>
      <Zoom area={area} whole={whole} middle={focus ?? area.middle} onChange={setChosen} />
    </div>
  );
}

/** What was typed may lie elsewhere: the map goes there, as close as it was. */
function around(area: Area, size: Size, place: Place | null | undefined): Area {
  if (!place || inView(spotIn(area, size, place), size)) return area;
  return { ...area, middle: place };
}

interface ZoomProps {
  area: Area;
  whole: Area;
  middle: Place;
  onChange: (area: Area | null) => void;
}

function Zoom({ area, whole, middle, onChange }: ZoomProps) {
  const { t } = useLingui();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div className={classes.zoom} role="group" aria-label={t`Масштаб мапи`}>
      <Button
        kind="quiet"
        icon
        aria-label={t`Наблизити`}
        aria-disabled={isClosest(area)}
        onClick={() => onChange(closer(area, middle))}
      >
        <Icon of={IconPlus} />
      </Button>
      <Button
        kind="quiet"
        icon
        aria-label={t`Віддалити`}
        aria-disabled={isFarthest(area)}
        onClick={() => onChange(farther(area, middle))}
      >
        <Icon of={IconMinus} />
      </Button>
      {area !== whole && (
        <Button kind="ghost" onClick={() => onChange(null)}>
          <Icon of={IconZoomScan} />
          <Trans>Показати все</Trans>
        </Button>
      )}
    </div>
  );
}
