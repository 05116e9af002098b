import { manifest as access } from "@/features/access/manifest";
import { manifest as actions } from "@/features/actions/manifest";
import { manifest as administration } from "@/features/administration/manifest";
import { manifest as approvals } from "@/features/approvals/manifest";
import { manifest as breakGlass } from "@/features/break-glass/manifest";
import { manifest as decisions } from "@/features/decisions/manifest";
import { manifest as forms } from "@/features/forms/manifest";
import { manifest as groups } from "@/features/groups/manifest";
import { manifest as help } from "@/features/help/manifest";
import { manifest as hromada } from "@/features/hromada/manifest";
import { manifest as inbox } from "@/features/inbox/manifest";
import { manifest as meetings } from "@/features/meetings/manifest";
import { manifest as minutes } from "@/features/minutes/manifest";
import { manifest as offices } from "@/features/offices/manifest";
import { manifest as organisations } from "@/features/organisations/manifest";
import { manifest as people } from "@/features/people/manifest";
import { manifest as privacy } from "@/features/privacy/manifest";
import { manifest as programmes } from "@/features/programmes/manifest";
import { manifest as providers } from "@/features/providers/manifest";
import { manifest as publicPages } from "@/features/public/manifest";
import { manifest as publicControl } from "@/features/public-control/manifest";
import { manifest as recommendations } from "@/features/recommendations/manifest";
import { manifest as scorecard } from "@/features/scorecard/manifest";
import { manifest as search } from "@/features/search/manifest";
import { manifest as secondFactor } from "@/features/second-factor/manifest";
import { manifest as settings } from "@/features/settings/manifest";
import { manifest as signIn } from "@/features/sign-in/manifest";
import { manifest as system } from "@/features/system/manifest";
import { manifest as territories } from "@/features/territories/manifest";
import { manifest as threads } from "@/features/threads/manifest";
import { manifest as today } from "@/features/today/manifest";

/** What each feature adds to the whole; places stand in the navigation in this order, and kinds in the search. */
const MANIFESTS = [
  today,
  groups,
  threads,
  actions,
  programmes,
  inbox,
  hromada,
  privacy,
  administration,
  access,
  approvals,
  breakGlass,
  decisions,
  meetings,
  forms,
  help,
  minutes,
  offices,
  organisations,
  search,
  people,
  providers,
  publicControl,
  publicPages,
  recommendations,
  scorecard,
  secondFactor,
  settings,
  signIn,
  system,
  territories,
] as const;

type Manifest = (typeof MANIFESTS)[number];

export const ROUTES = {
  shellPages: MANIFESTS.flatMap((one): Manifest["shellPages"][number][] => [...one.shellPages]),
  signedInPages: MANIFESTS.flatMap((one): Manifest["signedInPages"][number][] => [...one.signedInPages]),
  publicPages: MANIFESTS.flatMap((one): Manifest["publicPages"][number][] => [...one.publicPages]),
};

export const PLACES = MANIFESTS.flatMap(({ place }) => place ?? []);
export const KINDS = {
  searchKinds: MANIFESTS.flatMap(({ searchKinds }) => searchKinds ?? []),
  inboxTopics: MANIFESTS.flatMap(({ inboxTopic }) => inboxTopic ?? []),
};
