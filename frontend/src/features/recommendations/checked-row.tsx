import { Trans } from "@lingui/react/macro";
import type { RecommendationRowOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { SectorLabel } from "@/modules/organisations/sector";
import { useRecommendationWords } from "@/modules/recommendations/use-words";

/** What a row of the table would draft. */
export function CheckedRow({ row }: { row: RecommendationRowOut }) {
  const { localize } = useLocale();
  const words = useRecommendationWords();
  const { addressee } = row;
  const targets = row.target_groups.map(words.targetGroup).join(", ");
  return (
    <>
      <p>
        <b>{row.title}</b>
      </p>
      <p className="v-small">{row.text}</p>
      <p className="v-meta">
        <SectorLabel sector={addressee.sector}>{localize(addressee.short_name)}</SectorLabel>
        <span>{words.theme(row.theme)}</span>
        {targets && (
          <span>
            <Trans>кого стосується: {targets}</Trans>
          </span>
        )}
      </p>
    </>
  );
}
