import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { postDossierRecommendations, postGroupDossiers } from "@/api/generated/sdk.gen";
import type { MakeRecommendationInRequest, RecommendationPageOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import type { Body } from "@/modules/mandates/body-field";
import { dossiersQuery } from "@/queries/dossiers";
import { staleAfter } from "@/queries/resources";
import { NO_WORDS, useWordsRules, WordsFields, type WordsForm, wordsBody } from "./words-form";

interface DraftForm extends WordsForm {
  /** The dossier that holds it; `NEW` for one that is begun with it. */
  dossier: string | null;
  dossierTitle: string;
}

const NEW = "new";

interface DraftDialogProps {
  groupId: string;
  /** The dossier that it is drafted in, where that is given. */
  dossierId?: string;
  /** To whom it goes in the first place. */
  addressee?: Body;
  /** What it follows from. */
  source?: MakeRecommendationInRequest["follows_from"];
  onClose: () => void;
  onMade: (made: RecommendationPageOut) => void;
}

/** What is written; nothing of what was left empty. */
function draftBody(words: WordsForm) {
  const written = Object.entries(wordsBody(words)).filter(([, value]) => value !== "");
  return Object.fromEntries(written) as unknown as MakeRecommendationInRequest;
}

/** Draft it, in a dossier that is begun before where it has none: that one is not begun twice. */
function useDraft({ groupId, source, onMade }: DraftDialogProps) {
  const { t } = useLingui();
  const begun = useRef<{ title: string; id: string } | null>(null);
  const begin = async (title: string, mandateId: string | null) => {
    if (begun.current?.title === title) return begun.current.id;
    const { id } = await unwrap(
      postGroupDossiers({
        path: { group_id: groupId },
        body: { kind: "recommendations", title, ...(mandateId ? { on_behalf_of: mandateId } : {}) },
        headers: idempotencyKey(),
      }),
    );
    begun.current = { title, id };
    return id;
  };
  return useCommand({
    run: async ({ dossier, dossierTitle, ...words }: DraftForm, attempt) => {
      const id = dossier === NEW || !dossier ? await begin(dossierTitle, words.mandateId) : dossier;
      return unwrap(
        postDossierRecommendations({
          path: { dossier_id: id },
          body: { ...draftBody(words), ...(source ? { follows_from: source } : {}) },
          headers: attempt.idempotencyKey,
        }),
      );
    },
    success: t`Чернетку рекомендації створено`,
    onSuccess: onMade,
    invalidates: staleAfter(["dossier", "dossier-lists"]),
  });
}

/** Draft a recommendation: whoever sees the dossier sees the draft, and nothing is asked of anybody yet. */
export function DraftDialog(props: DraftDialogProps) {
  const { groupId, dossierId, addressee = null, onClose } = props;
  const { t } = useLingui();
  const rules = useWordsRules();
  const form = useForm<DraftForm>({
    initial: { ...NO_WORDS, addressee, dossier: dossierId ?? null, dossierTitle: "" },
    command: useDraft(props),
    ...rules,
    required: { ...rules.required, dossier: t`Виберіть справу або почніть нову` },
    validate: ({ dossier, dossierTitle }) => ({
      dossierTitle: dossier === NEW && !dossierTitle && t`Назвіть справу`,
    }),
  });
  return (
    <FormDialog
      form={form}
      title={t`Нова рекомендація`}
      lead={<Trans>Спершу це чернетка: її бачать усі, хто бачить справу, а відповіді ще не просять.</Trans>}
      submit={t`Створити чернетку`}
      onClose={onClose}
    >
      {!dossierId && <DossierField groupId={groupId} {...form.value("dossier")} />}
      {form.values.dossier === NEW && (
        <TextInput label={t`Назва справи`} maxLength={200} {...form.text("dossierTitle")} />
      )}
      <WordsFields groupId={groupId} form={form} />
    </FormDialog>
  );
}

interface DossierFieldProps {
  groupId: string;
  value: string | null;
  onChange: (dossier: string | null) => void;
}

/** A dossier of recommendations that is open, or a new one. */
function DossierField({ groupId, ...field }: DossierFieldProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const { data: dossiers = [] } = useQuery(dossiersQuery({ group: groupId, kind: "recommendations" }));
  const open = dossiers.filter(({ phase, allowed }) => phase !== "closed" && allowed.includes("edit"));
  return (
    <Select
      label={t`Справа`}
      placeholder={t`Виберіть`}
      data={[
        ...open.map(({ id, title }) => ({ value: id, label: localize(title) })),
        { value: NEW, label: t`Почати нову справу…` },
      ]}
      allowDeselect={false}
      {...field}
    />
  );
}
