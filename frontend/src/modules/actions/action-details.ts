import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ActionOut } from "@/api/generated/types.gen";
import { formatDegrees } from "@/lib/degrees";
import { isNoPlace, NOT_TYPED, placeTyped, type Typed } from "@/modules/map/coordinates";
import { parseTags } from "@/modules/threads/tags";

type TargetGroup = ActionOut["target_groups"][number];
type BudgetSource = NonNullable<ActionOut["budget_source"]>;

/** For whom something is done. */
export const TARGET_GROUPS: Record<TargetGroup, MessageDescriptor> = {
  women: msg`Жінки`,
  men: msg`Чоловіки`,
  children: msg`Діти`,
  young_people: msg`Молодь`,
  older_people: msg`Люди старшого віку`,
  people_with_disabilities: msg`Люди з інвалідністю`,
  displaced_people: msg`Внутрішньо переміщені особи`,
  veterans: msg`Ветеранки й ветерани`,
  national_minorities: msg`Національні меншини`,
};

/** Whose money it is. */
export const BUDGET_SOURCES: Record<BudgetSource, MessageDescriptor> = {
  hromada: msg`Бюджет громади`,
  oblast: msg`Обласний бюджет`,
  state: msg`Державний бюджет`,
  donor: msg`Донори`,
  own: msg`Кошти виконавця`,
  other: msg`Інше джерело`,
};

/** The keys of words for a choice, in their order. */
export function namesOf<Name extends string>(words: Record<Name, MessageDescriptor>): Name[] {
  return Object.keys(words) as Name[];
}

/** What may be said of an action item besides, as it is typed. */
export interface DetailsForm extends Typed {
  targets: TargetGroup[];
  /** Ids of the organisations that work on it besides its owner. */
  coowners: string[];
  tags: string;
  hours: string;
  budget: string;
  source: BudgetSource | null;
  place: string;
  /** By which rule it comes again (RFC 5545); empty when it does not. */
  recurrence: string;
}

export const NO_DETAILS: DetailsForm = {
  targets: [],
  coowners: [],
  tags: "",
  hours: "",
  budget: "",
  source: null,
  place: "",
  ...NOT_TYPED,
  recurrence: "",
};

export function detailsOf(action: ActionOut): DetailsForm {
  return {
    targets: action.target_groups,
    coowners: action.coowners.map(({ id }) => id),
    tags: action.tags.join(", "),
    hours: action.effort_hours?.toString() ?? "",
    budget: action.budget?.toString().replace(".", ",") ?? "",
    source: action.budget_source,
    place: action.place_name,
    latitude: action.place ? formatDegrees(action.place.latitude, "uk") : "",
    longitude: action.place ? formatDegrees(action.place.longitude, "uk") : "",
    recurrence: action.recurrence ?? "",
  };
}

/** A number as people type it, «125 000,50»: null for nothing, NaN for what is none. */
export function parseNumber(words: string): number | null {
  const bare = words.replace(/\s/g, "").replace(",", ".");
  return bare === "" ? null : /^\d+(\.\d{1,2})?$/.test(bare) ? Number(bare) : Number.NaN;
}

/** Those that were touched, as the API takes them. */
export function detailsBody(form: Partial<DetailsForm>) {
  const { targets, tags, hours, budget, source, place, coowners, recurrence } = form;
  const { latitude, longitude } = form;
  return {
    ...(targets ? { target_groups: targets } : {}),
    ...(tags === undefined ? {} : { tags: parseTags(tags) }),
    ...(hours === undefined ? {} : { effort_hours: parseNumber(hours) }),
    ...(budget === undefined ? {} : { budget: parseNumber(budget) }),
    ...(source === undefined ? {} : { budget_source: source }),
    ...(place === undefined ? {} : { place_name: place.trim() }),
    // Both are touched at once.
    ...(latitude === undefined || longitude === undefined
      ? {}
      : { place: placeTyped({ latitude, longitude }) }),
    ...(coowners ? { coowners } : {}),
    ...(recurrence === undefined ? {} : { recurrence }),
  };
}

/** What has to be repaired before it is sent. */
export function detailsFaults(form: DetailsForm): Record<"hours" | "budget" | "place", boolean> {
  const typed = parseNumber(form.hours);
  return {
    hours: typed !== null && !(Number.isInteger(typed) && typed > 0),
    budget: Number.isNaN(parseNumber(form.budget)),
    place: isNoPlace(form),
  };
}
