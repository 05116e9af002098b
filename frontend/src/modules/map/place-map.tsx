import { Plural } from "@lingui/react/macro";
import type { Place } from "@/lib/degrees";
import { areApart } from "./outline-geometry";
import { type MapScene, OutlineMap } from "./outline-map";
import classes from "./place-map.module.css";
import { Tiles, useTiles } from "./tiles";

const NONE: Place[] = [];

/** A map: with tiles where a style is configured, and otherwise, or when they fail, our own outline. */
export function PlaceMap({ points = NONE, ...scene }: MapScene) {
  const tiles = useTiles();
  const { place } = scene;
  const shown = tiles || areApart(place ? [place, ...points] : points) ? points : NONE;
  return (
    <>
      {tiles ? (
        <Tiles {...tiles} closest="territory" scene={{ ...scene, points: shown }} />
      ) : (
        <OutlineMap {...scene} points={shown} />
      )}
      {shown.length > 0 && <Legend count={shown.length} />}
    </>
  );
}

function Legend({ count }: { count: number }) {
  return (
    <p className={`v-small v-t2 ${classes.legend}`}>
      <Plural
        value={count}
        one="Крапкою позначено # територію, що сюди входить."
        few="Крапками позначено # території, що сюди входять."
        many="Крапками позначено # територій, що сюди входять."
        other="Крапками позначено # території, що сюди входять."
      />
    </p>
  );
}
