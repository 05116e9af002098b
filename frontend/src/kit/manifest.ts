import type { AnyRoute } from "@tanstack/react-router";
import type { DutyOut, HitOut, NotificationAbout, OfficeOut } from "@/api/generated/types.gen";

/** An entry of the navigation. Manifests are loaded on every page; icons and labels are in the code of the shell. */
export interface PlaceSpec {
  href: string;
  /** The name by which the shell finds the icon and the label. */
  name: "action" | "administration" | "group" | "hromada" | "inbox" | "programmes" | "protection" | "today";
  /** A path where the entry is current too, besides `href` and the pages below it. */
  also?: string;
  /** The office whose holders have the entry, or members of groups; all people have it where this is left out. */
  holder?: OfficeOut["kind"] | "administrator" | "member";
  /** What its badge counts: all duties, unread notifications, or duties of some kinds. Each counts at one entry. */
  counts?: "duties" | "notifications" | readonly DutyOut["kind"][];
  /** On a phone it is in the top bar: the tab bar has room for five. */
  inTopBar?: boolean;
}

type Routes = readonly AnyRoute[];

/** Kinds of entities that a feature adds; `modules/entities` says how each is shown. */
interface Kinds {
  /** Kinds of search results. */
  searchKinds?: readonly HitOut["kind"][];
  /** The topic by which the inbox groups notifications of this feature. */
  inboxTopic?: NotificationAbout["kind"];
}

interface FeatureSpec<Shell, SignedIn, Public> extends Kinds {
  /** Pages in the shell, below `shellRoute`. */
  shellPages?: Shell;
  /** Pages that need a sign-in and have no shell, below `signedInRoute`. */
  signedInPages?: SignedIn;
  /** Pages without a sign-in, below `rootRoute`. */
  publicPages?: Public;
  place?: PlaceSpec;
}

/**
 * Define what a feature adds to the application: routes by their parent, an entry of the navigation, and kinds of
 * entities.
 *
 * Create the routes before the call: inside it, TypeScript would widen them to `AnyRoute`.
 */
export function feature<
  const Shell extends Routes = [],
  const SignedIn extends Routes = [],
  const Public extends Routes = [],
>(spec: FeatureSpec<Shell, SignedIn, Public>) {
  const { shellPages = [], signedInPages = [], publicPages = [], ...others } = spec;
  return {
    ...others,
    shellPages: shellPages as Shell,
    signedInPages: signedInPages as SignedIn,
    publicPages: publicPages as Public,
  };
}
