import { useLingui } from "@lingui/react/macro";
import { givenPath } from "@/lib/paths";
import type { Tab } from "@/ui/page";

/** The lists of the programmes, each with a page of its own. */
export function useProgrammeTabs(current: "dossiers" | "recommendations" | "scorecard" | "replies"): Tab[] {
  const { t } = useLingui();
  return [
    { label: t`Справи`, href: "/programmes", current: current === "dossiers" },
    {
      label: t`Рекомендації`,
      href: givenPath("/recommendations"),
      current: current === "recommendations",
    },
    {
      label: t({ message: "Підсумок", context: "recommendations" }),
      href: givenPath("/recommendations/scorecard"),
      current: current === "scorecard",
    },
    { label: t`Відповіді органів`, href: givenPath("/control-replies"), current: current === "replies" },
  ];
}
