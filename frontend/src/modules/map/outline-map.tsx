import type { MouseEvent, SVGProps } from "react";
import type { Place } from "@/lib/degrees";
import { useLocale } from "@/lib/locale";
import classes from "./land.module.css";
import { isOnSheet, OUTLINE, placeOf, SHEET, type Side, type Spot, spotOf } from "./outline-geometry";

export interface MapScene {
  /** What the picture shows, for those who do not see it. */
  label: string;
  place: Place | null;
  /** What lies inside. */
  points?: Place[];
  /** Called with what is clicked or tapped; without it the map only shows. */
  onChoose?: (place: Place) => void;
}

/** A drop with its tip in the origin. */
export const PIN = "M0 0C-4.5-6-8.5-10-8.5-15.5a8.5 8.5 0 1 1 17 0C8.5-10 4.5-6 0 0Z";

/** The country drawn by ourselves: it asks nobody for anything, and needs neither line nor graphics card. */
export function OutlineMap({ label, place, points = [], onChoose }: MapScene) {
  const choose = (event: MouseEvent<Element>) => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const shrunk = SHEET.width / width;
    onChoose?.(placeOf({ x: (event.clientX - left) * shrunk, y: (event.clientY - top) * shrunk }));
  };
  // Two may stand on the same spot.
  const dots = new Map(
    points
      .filter(isOnSheet)
      .map(spotOf)
      .map((spot) => [`${spot.x} ${spot.y}`, spot]),
  );
  return (
    <div className={classes.sheet}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: fields for the coordinates are the way of the keyboard */}
      <svg
        className={onChoose ? classes.choosing : undefined}
        viewBox={`0 0 ${SHEET.width} ${SHEET.height}`}
        role="img"
        aria-label={label}
        onClick={onChoose && choose}
      >
        <Country />
        {[...dots].map(([key, { x, y }]) => (
          <circle key={key} className={classes.point} cx={x} cy={y} r="3.5" />
        ))}
        {place && isOnSheet(place) && <Pin spot={spotOf(place)} />}
      </svg>
    </div>
  );
}

const WHERE: Record<Side, (spot: Spot) => SVGProps<SVGTextElement>> = {
  left: ({ x, y }) => ({ x: x - 5, y: y + 4, textAnchor: "end" }),
  right: ({ x, y }) => ({ x: x + 5, y: y + 4, textAnchor: "start" }),
  below: ({ x, y }) => ({ x, y: y + 14, textAnchor: "middle" }),
};

function Country() {
  const { language } = useLocale();
  return (
    <>
      <path className={classes.country} d={OUTLINE.country} />
      <path className={classes.river} d={OUTLINE.river} />
      {OUTLINE.cities.map((city) => (
        <g key={city.en} className={classes.name}>
          <circle cx={city.x} cy={city.y} r="1.8" />
          <text {...WHERE[city.side](city)}>{city[language]}</text>
        </g>
      ))}
    </>
  );
}

export function Pin({ spot: { x, y } }: { spot: Spot }) {
  return (
    <g className={classes.pin} transform={`translate(${x} ${y})`}>
      <path d={PIN} />
      <circle cy="-15.5" r="3.2" />
    </g>
  );
}
