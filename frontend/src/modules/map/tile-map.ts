import {
  LngLatBounds,
  type LngLatLike,
  Map as MapLibre,
  Marker,
  NavigationControl,
  setWorkerUrl,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Place } from "@/lib/degrees";
import { inView } from "./area-geometry";
import type { Spot } from "./outline-geometry";
import { PIN } from "./outline-map";
import classes from "./tile-map.module.css";

// A file of our own: a worker put together in the page would need a weaker Content-Security-Policy.
setWorkerUrl(workerUrl);

const COUNTRY = new LngLatBounds([22.1, 44.3], [40.2, 52.4]);
const CLOSEST = { territory: 11, street: 15 };
const METRE = 1e5;

export interface TileScene {
  place: Place | null;
  points: Place[];
  /** What is to be in view at first; without it all that is shown. */
  frame?: Place[];
}

export type Closest = keyof typeof CLOSEST;

interface TileOptions {
  style: string;
  /** MapLibre's own words, in the reader's language. */
  words: Record<string, string>;
  onChoose?: (place: Place) => void;
  /** How close one comes to what is shown. */
  closest: Closest;
  /** Called when it shows another part, or the same otherwise. */
  onMoved: () => void;
  /** Called when the style does not come. */
  onBroken: () => void;
}

const at = ({ longitude, latitude }: Place): LngLatLike => [longitude, latitude];
const rounded = (degrees: number) => Math.round(degrees * METRE) / METRE;

/** A map with the tiles of the configured style. Throws where there is no WebGL. */
export class TileMap {
  private readonly map: MapLibre;
  private markers: Marker[] = [];
  private framed: Place[] | null = null;
  private styled = false;
  private readonly closest: number;

  constructor(container: HTMLElement, { style, words, onChoose, closest, onMoved, onBroken }: TileOptions) {
    this.closest = CLOSEST[closest];
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = new MapLibre({
      container,
      style,
      locale: words,
      bounds: COUNTRY,
      // A finger that scrolls the page past the map goes on scrolling the page.
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      ...(still && { fadeDuration: 0 }),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.once("style.load", () => {
      this.styled = true;
    });
    // A tile that does not come is a hole in the map; a style that does not come is no map.
    this.map.on("error", () => {
      if (!this.styled) onBroken();
    });
    this.map.on("move", onMoved);
    this.map.on("resize", onMoved);
    if (onChoose) {
      this.map.getCanvas().classList.add(classes.choosing ?? "");
      this.map.on("click", ({ lngLat }) => {
        const { lat, lng } = lngLat.wrap();
        onChoose({ latitude: rounded(lat), longitude: rounded(lng) });
      });
    }
  }

  /** Where in its box a place is drawn now; null where that is out of view. */
  spotOf(place: Place): Spot | null {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    const { x, y } = this.map.project(at(place));
    return inView({ x, y }, { width, height });
  }

  show({ place, points, frame }: TileScene): void {
    for (const marker of this.markers) marker.remove();
    this.markers = [
      ...points.map((point) => new Marker({ element: dot() }).setLngLat(at(point))),
      ...(place ? [new Marker({ element: pin(), anchor: "bottom" }).setLngLat(at(place))] : []),
    ];
    for (const marker of this.markers) marker.addTo(this.map);
    const framed = frame ?? points;
    if (this.framed !== framed) this.frame(place ? [place, ...framed] : framed);
    else if (place && !this.map.getBounds().contains(at(place))) this.map.jumpTo({ center: at(place) });
    this.framed = framed;
  }

  remove(): void {
    this.map.remove();
  }

  private frame(places: Place[]): void {
    if (places.length === 0) return;
    const bounds = places.reduce((all, place) => all.extend(at(place)), new LngLatBounds());
    this.map.fitBounds(bounds, { padding: 48, maxZoom: this.closest, animate: false });
  }
}

function dot(): HTMLElement {
  const element = document.createElement("span");
  element.className = classes.dot ?? "";
  element.ariaHidden = "true";
  return element;
}

function pin(): HTMLElement {
  const element = document.createElement("span");
  element.className = classes.pin ?? "";
  element.ariaHidden = "true";
  const picture = drawn("svg", { viewBox: "-11 -26 22 27", width: "33", height: "40" });
  picture.append(drawn("path", { d: PIN }), drawn("circle", { cy: "-15.5", r: "3.2" }));
  element.append(picture);
  return element;
}

function drawn(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
