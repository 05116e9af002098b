import { useLingui } from "@lingui/react/macro";
import type { MouseEvent } from "react";
import type { Place } from "@/lib/degrees";
import { useLocale } from "@/lib/locale";
import { type Area, perDegree, placeIn, type Size, scaleOf, spotIn } from "./area-geometry";
import classes from "./land.module.css";
import { CORNER, OUTLINE, PER_DEGREE, type Spot } from "./outline-geometry";
import { Pin } from "./outline-map";

/** A place that people know by its name. */
export interface Landmark extends Place {
  name: string;
}

interface AreaMapProps {
  /** What the picture shows, for those who do not see it. */
  label: string;
  area: Area;
  size: Size;
  landmarks: Landmark[];
  /** Something is laid over the places: their names stand below it. */
  below?: boolean;
  place?: Place | null;
  /** Called with what is clicked or tapped; without it the map only shows. */
  onChoose?: (place: Place) => void;
}

/** A part of the country to scale, drawn by ourselves: the names around, and no streets. */
export function AreaMap({ label, area, size, landmarks, below = false, place, onChoose }: AreaMapProps) {
  const choose = (event: MouseEvent<Element>) => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const shrunk = size.width / width;
    const spot = { x: (event.clientX - left) * shrunk, y: (event.clientY - top) * shrunk };
    onChoose?.(placeIn(area, size, spot));
  };
  const at = (one: Place) => spotIn(area, size, one);
  const pin = place && at(place);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: fields for the coordinates are the way of the keyboard
    <svg
      className={`${classes.area} ${onChoose ? classes.choosing : ""}`}
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={label}
      onClick={onChoose && choose}
    >
      <Land area={area} size={size} />
      <Names landmarks={landmarks} at={at} size={size} below={below} />
      {pin && <Pin spot={pin} />}
      <ScaleBar area={area} size={size} />
    </svg>
  );
}

/** The border; the river is drawn by hand, too roughly to be looked at closely. */
function Land({ area, size }: Pick<AreaMapProps, "area" | "size">) {
  const per = perDegree(area, size);
  const corner = spotIn(area, size, CORNER);
  const [x, y] = [per.x / PER_DEGREE.x, per.y / PER_DEGREE.y];
  return (
    <g transform={`matrix(${x} 0 0 ${y} ${corner.x} ${corner.y})`}>
      <path className={classes.country} d={OUTLINE.country} />
      {area.tall > 2 && <path className={classes.river} d={OUTLINE.river} />}
    </g>
  );
}

const [LETTER, LINE] = [7.5, 18];

interface NamesProps {
  landmarks: Landmark[];
  at: (place: Place) => Spot;
  size: Size;
  below: boolean;
}

/** The names that have room: the first ones first, then the cities of the country. */
function Names({ landmarks, at, size, below }: NamesProps) {
  const { language } = useLocale();
  const cities = OUTLINE.cities.map((city) => ({ ...city, name: city[language] }));
  const taken: { left: number; right: number; y: number }[] = [];
  const fits = ({ x, y }: Spot, name: string) => {
    const wide = name.length * LETTER;
    const left = below ? x - wide / 2 : x - 6;
    const box = { left, right: left + wide + 16, y };
    if (Math.min(x, box.left) < 0 || y < LINE || y > size.height - 30 || box.right > size.width) return false;
    const free = taken.every(
      (one) => Math.abs(one.y - y) > LINE || box.left > one.right || box.right < one.left,
    );
    if (free) taken.push(box);
    return free;
  };
  return [...landmarks, ...cities]
    .map((one) => ({ name: one.name, spot: at(one) }))
    .filter(({ spot, name }) => fits(spot, name))
    .map(({ name, spot: { x, y } }) => (
      <g key={`${name} ${x} ${y}`} className={classes.name} transform={`translate(${x} ${y})`}>
        <circle r="2.5" />
        {below ? (
          <text y="29" textAnchor="middle">
            {name}
          </text>
        ) : (
          <text x="7" y="4">
            {name}
          </text>
        )}
      </g>
    ));
}

/** «500 м» */
function ScaleBar({ area, size }: Pick<AreaMapProps, "area" | "size">) {
  const { t } = useLingui();
  const { metres, width } = scaleOf(area, size);
  const far = metres / 1000;
  return (
    <g className={classes.scale} transform={`translate(12 ${size.height - 12})`}>
      <path d={`M0-6V0H${width}V-6`} />
      <text x={width + 6}>{far < 1 ? t`${metres} м` : t`${far} км`}</text>
    </g>
  );
}
