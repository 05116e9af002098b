import { Trans, useLingui } from "@lingui/react/macro";
import { useRouter } from "@tanstack/react-router";
import {
  deleteRecommendationDetail,
  patchRecommendationDetail,
  postRecommendationReplacement,
} from "@/api/generated/sdk.gen";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { dossierPath, recommendationPath } from "@/modules/entities/paths";
import { useWordsForm, WordsFields, type WordsForm, wordsBody } from "@/modules/recommendations/words-form";
import { staleAfter } from "@/queries/resources";

interface Props {
  recommendation: RecommendationPageOut;
  onClose: () => void;
}

/** Change a draft: once it is issued, only another wording can supersede it. */
export function EditDialog({ recommendation, onClose }: Props) {
  const { t } = useLingui();
  const { id, version, group, addressee } = recommendation;
  const command = useCommand({
    version,
    run: ({ mandateId: _, ...words }: WordsForm, attempt) =>
      unwrap(
        patchRecommendationDetail({
          path: { recommendation_id: id },
          body: wordsBody({ ...words, mandateId: null }),
          headers: attempt.ifMatch,
        }),
      ),
    success: t`Чернетку змінено`,
    onSuccess: onClose,
    invalidates: staleAfter("dossier"),
  });
  const form = useWordsForm(recommendation, command);
  return (
    <FormDialog form={form} title={t`Змінити чернетку`} submit={t`Зберегти`} onClose={onClose}>
      <WordsFields groupId={group.id} form={form} present={addressee} editing />
    </FormDialog>
  );
}

/** A better wording supersedes the one that is there: that one moves no more, and leads to the new one. */
export function ReplaceDialog({ recommendation, onClose }: Props) {
  const { t } = useLingui();
  const router = useRouter();
  const { id, version, group, addressee } = recommendation;
  const command = useCommand({
    version,
    run: (words: WordsForm, attempt) =>
      unwrap(
        postRecommendationReplacement({
          path: { recommendation_id: id },
          body: wordsBody(words),
          headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
        }),
      ),
    success: t`Нову рекомендацію видано`,
    onSuccess: (made) => router.navigate({ href: recommendationPath(made.id) }),
    invalidates: staleAfter("dossier"),
  });
  const form = useWordsForm(recommendation, command);
  return (
    <FormDialog
      form={form}
      title={t`Замінити новою рекомендацією`}
      lead={
        <Trans>
          Нову буде видано одразу. Ця лишиться в реєстрі з посиланням на нову й більше не рухатиметься.
        </Trans>
      }
      submit={t`Видати нову`}
      onClose={onClose}
    >
      <WordsFields groupId={group.id} form={form} present={addressee} />
    </FormDialog>
  );
}

/** Discard a draft for good. */
export function useDiscard({ id, version, dossier }: RecommendationPageOut) {
  const { t } = useLingui();
  const router = useRouter();
  const command = useCommand({
    version,
    run: (_, attempt) =>
      unwrap(deleteRecommendationDetail({ path: { recommendation_id: id }, headers: attempt.ifMatch })),
    success: t`Чернетку видалено`,
    onSuccess: () => router.navigate({ href: dossierPath(dossier.id) }),
    invalidates: staleAfter(["dossier", "dossier-lists"]),
  });
  return useConfirm({
    command,
    title: t`Видалити чернетку?`,
    text: <Trans>Її не буде ні в справі, ні в реєстрі. Повернути не можна.</Trans>,
    submit: t`Видалити`,
    cancel: t`Залишити`,
    danger: true,
  });
}
