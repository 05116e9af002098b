import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Form } from "@/kit/use-form";
import { useFault } from "@/modules/map/coordinates";
import { type DetailsForm, detailsFaults } from "./action-details";

type TypedName = "tags" | "hours" | "budget" | "place";
type ChosenName = "targets" | "coowners" | "source" | "recurrence";

/** The part of a form that is a `DetailsForm`. */
export interface DetailsPart extends Pick<Form<DetailsForm>, "tried"> {
  values: DetailsForm;
  change: (part: Partial<DetailsForm>) => void;
  text: (name: TypedName) => ReturnType<Form<DetailsForm>["text"]>;
  value: (name: ChosenName) => { error: ReactNode };
  command: { error: unknown };
}

/** The pointers of the details in errors of the API. */
export const DETAILS_POINTERS: { [N in keyof DetailsForm]?: string[] } = {
  targets: ["/target_groups"],
  hours: ["/effort_hours"],
  source: ["/budget_source"],
  place: ["/place_name"],
  // The fields of the map validate these.
  latitude: [],
  longitude: [],
};

/** Return a function that validates the details. */
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
