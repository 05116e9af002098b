import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Form } from "@/kit/use-form";
import { useFault } from "@/modules/map/coordinates";
import { type DetailsForm, detailsFaults } from "./action-details";

type TypedName = "tags" | "hours" | "budget" | "place";
type ChosenName = "targets" | "coowners" | "source" | "recurrence";

/** Of a form the part that is a `DetailsForm`. */
export interface DetailsPart extends Pick<Form<DetailsForm>, "tried"> {
  values: DetailsForm;
  change: (part: Partial<DetailsForm>) => void;
  text: (name: TypedName) => ReturnType<Form<DetailsForm>["text"]>;
  value: (name: ChosenName) => { error: ReactNode };
  command: { error: unknown };
}

/** What the server calls the details. */
export const DETAILS_POINTERS: { [N in keyof DetailsForm]?: string[] } = {
  targets: ["/target_groups"],
  hours: ["/effort_hours"],
  source: ["/budget_source"],
  place: ["/place_name"],
  // The fields of the map ask for these.
  latitude: [],
  longitude: [],
};

/** Return what tells what has to be repaired in the details before they are sent. */
export function useDetailsProblems() {
  const { t } = useLingui();
  const fault = useFault();
  return (form: DetailsForm) => {
    const { hours, budget } = detailsFaults(form);
    return {
      hours: hours && t`Впишіть ціле число годин`,
      budget: budget && t`Впишіть суму числом, наприклад 12500`,
      latitude: fault(form, "latitude"),
      longitude: fault(form, "longitude"),
    };
  };
}
