import type { AnyRoute } from "@tanstack/react-router";
import type { DutyOut, HitOut, NotificationAbout, OfficeOut } from "@/api/generated/types.gen";

/** A place in the navigation. Manifests are loaded on every page: how a place looks is in the code of the shell. */
export interface PlaceSpec {
  href: string;
  /** By which the shell finds its icon and word. */
  name: "action" | "administration" | "group" | "hromada" | "inbox" | "protection" | "today";
  /** Where it is the current one besides `href` and what is below it. */
  also?: string;
  /** Who has it; everybody, where this is left out. */
  holder?: OfficeOut["kind"] | "administrator";
  /** What its number counts: all duties, unread notifications, or the duties of some kinds, each at one place. */
  counts?: "duties" | "notifications" | readonly DutyOut["kind"][];
  /** On a phone it stands in the bar at the top: the tab bar has room for five. */
  inTopBar?: boolean;
}

type Routes = readonly AnyRoute[];

/** Kinds of things that a feature adds; `modules/entities` says how each is shown. */
interface Kinds {
  /** What a search finds here. */
  searchKinds?: readonly HitOut["kind"][];
  /** About what here notifications are: the inbox shows those of one thing together. */
  inboxTopic?: NotificationAbout["kind"];
}

interface FeatureSpec<Inside, Known, Outside> extends Kinds {
  /** Pages inside the shell, below `inside` of `kit/routes`. */
  inside?: Inside;
  /** Pages of signed-in people without the shell, below `known`. */
  known?: Known;
  /** Pages that anybody may open, below `anyone`. */
  outside?: Outside;
  place?: PlaceSpec;
}

/**
 * Describe what a feature adds to the whole: its routes, by where they belong, its place in the navigation, and
 * kinds of things.
 *
 * The routes are made before they are given here: within the call they would take the type of just any route.
 */
export function feature<
  const Inside extends Routes = [],
  const Known extends Routes = [],
  const Outside extends Routes = [],
>(spec: FeatureSpec<Inside, Known, Outside>) {
  const { inside = [], known = [], outside = [], ...others } = spec;
  return { ...others, inside: inside as Inside, known: known as Known, outside: outside as Outside };
}
