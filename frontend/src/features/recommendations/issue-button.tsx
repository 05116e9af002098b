import { Trans, useLingui } from "@lingui/react/macro";
import { postRecommendationIssue } from "@/api/generated/sdk.gen";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useLocale } from "@/lib/locale";
import { useRecommendationWords } from "@/modules/recommendations/use-words";
import { staleAfter } from "@/queries/resources";
import { Button } from "@/ui/button";

/** Issue a draft: from then on its words never change. */
export function IssueButton({ recommendation }: { recommendation: RecommendationPageOut }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const { rules } = useRecommendationWords();
  const { id, version, addressee } = recommendation;
  const [who, pack] = [localize(addressee.short_name), rules && localize(rules.label)];
  const command = useCommand({
    version,
    run: (_, attempt) =>
      unwrap(
        postRecommendationIssue({
          path: { recommendation_id: id },
          body: {},
          headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
        }),
      ),
    success: t`Рекомендацію видано`,
    invalidates: staleAfter("dossier"),
  });
  const asked = useConfirm({
    command,
    title: t`Видати рекомендацію?`,
    text: (
      <>
        <Trans>
          Її отримає {who}. Від видання слова незмінні: краще формулювання можливе лише як нова рекомендація.
        </Trans>{" "}
        {pack && <Trans>Строк відповіді рахують за правилами: {pack}.</Trans>}
      </>
    ),
    submit: t`Видати`,
  });
  return (
    <>
      <Button onClick={asked.open}>
        <Trans>Видати рекомендацію</Trans>
      </Button>
      {asked.dialog}
    </>
  );
}
