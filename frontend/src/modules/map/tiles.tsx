import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Place } from "@/lib/degrees";
import { mapStyleQuery } from "@/queries/map";
import type { Spot } from "./outline-geometry";
import type { MapScene } from "./outline-map";
import classes from "./place-map.module.css";
import type { Closest, TileMap } from "./tile-map";

const NONE: Place[] = [];

/** Whether this device can draw tiles at all; asked before their program is fetched. */
const drawsTiles = () => Boolean(document.createElement("canvas").getContext("webgl2"));

interface TileSource {
  style: string;
  onBroken: () => void;
}

/** The style that is configured, until it turns out not to come; null where there are no tiles. */
export function useTiles(): TileSource | null {
  const style = useQuery(mapStyleQuery).data ?? "";
  const [broken, setBroken] = useState(false);
  const onBroken = useCallback(() => setBroken(true), []);
  return style && !broken ? { style, onBroken } : null;
}

export type SpotOf = (place: Place) => Spot | null;

interface TilesProps extends TileSource {
  scene: Omit<MapScene, "place"> & { place?: Place | null; frame?: Place[] };
  closest: Closest;
  className?: string;
  /** What is laid over the map, by where places are drawn now; null for those that are out of view. */
  children?: (spotOf: SpotOf) => ReactNode;
}

export function Tiles({ style, scene, closest, className = "", onBroken, children }: TilesProps) {
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<TileMap | null>(null);
  const { label, place = null, points = NONE, frame, onChoose } = scene;
  const [, setMoves] = useState(0);
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
      drawn = new TileMap(box.current, { style, words, onChoose, closest, onMoved, onBroken });
      setMap(drawn);
    };
    const onMoved = () => setMoves((moves) => moves + 1);
    let gone = false;
    let drawn: TileMap | undefined;
    draw().catch(onBroken);
    return () => {
      gone = true;
      drawn?.remove();
    };
  }, [style, words, chooses, closest, onBroken]);
  useEffect(() => map?.show({ place, points, frame }), [map, place, points, frame]);
  return (
    <div className={`${classes.box} ${className}`}>
      <div ref={box} className={classes.tiles} />
      {map && children?.((place) => map.spotOf(place))}
    </div>
  );
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
