import { Plural, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { mapStyleQuery } from "@/data/map";
import { areApart } from "@/design/outline-geometry";
import { type MapScene, OutlineMap } from "@/design/outline-map";
import type { Place } from "@/lib/degrees";
import classes from "./place-map.module.css";
import type { TileMap } from "./tile-map";

const NONE: Place[] = [];

/** Whether this device can draw tiles at all; asked before their program is fetched. */
const drawsTiles = () => Boolean(document.createElement("canvas").getContext("webgl2"));

/** A map: with tiles where a style is configured, and otherwise, or when they fail, our own outline. */
export function PlaceMap({ points = NONE, ...scene }: MapScene) {
  const style = useQuery(mapStyleQuery).data ?? "";
  const [broken, setBroken] = useState(false);
  const onBroken = useCallback(() => setBroken(true), []);
  const tiled = Boolean(style) && !broken;
  const { place } = scene;
  const shown = tiled || areApart(place ? [place, ...points] : points) ? points : NONE;
  return (
    <>
      {tiled ? (
        <Tiles style={style} scene={{ ...scene, points: shown }} onBroken={onBroken} />
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

interface TilesProps {
  style: string;
  scene: MapScene;
  onBroken: () => void;
}

function Tiles({ style, scene, onBroken }: TilesProps) {
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<TileMap | null>(null);
  const { label, place, points = NONE, onChoose } = scene;
  const words = useWords(label);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const chooses = Boolean(onChoose);
  useEffect(() => {
    const draw = async () => {
      if (!drawsTiles()) throw new Error("no WebGL");
      const { TileMap } = await import("./tile-map");
      if (gone || !box.current) return;
      const onChoose = chooses ? (place: Place) => choose.current?.(place) : undefined;
      drawn = new TileMap(box.current, { style, words, onChoose, onBroken });
      setMap(drawn);
    };
    let gone = false;
    let drawn: TileMap | undefined;
    draw().catch(onBroken);
    return () => {
      gone = true;
      drawn?.remove();
    };
  }, [style, words, chooses, onBroken]);
  useEffect(() => map?.show({ place, points }), [map, place, points]);
  return <div ref={box} className={classes.box} />;
}

/** What MapLibre says itself. */
function useWords(label: string): Record<string, string> {
  const { t } = useLingui();
  const words = {
    "Map.Title": label,
    "NavigationControl.ZoomIn": t`Наблизити`,
    "NavigationControl.ZoomOut": t`Віддалити`,
    "AttributionControl.ToggleAttribution": t`Джерела мапи`,
    "CooperativeGesturesHandler.WindowsHelpText": t`Щоб змінити масштаб, прокручуйте, тримаючи Ctrl`,
    "CooperativeGesturesHandler.MacHelpText": t`Щоб змінити масштаб, прокручуйте, тримаючи ⌘`,
    "CooperativeGesturesHandler.MobileHelpText": t`Мапу рухають двома пальцями`,
  };
  // The map takes them once, when it is made.
  const kept = useRef(words);
  return kept.current;
}
