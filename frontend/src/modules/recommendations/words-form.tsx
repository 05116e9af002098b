import { useLingui } from "@lingui/react/macro";
import { MultiSelect, Select, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { RecommendationOut, ReplaceRecommendationInRequest } from "@/api/generated/types.gen";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import { englishOf } from "@/lib/text";
import { type Body, BodyField } from "@/modules/mandates/body-field";
import { VoiceField } from "@/modules/mandates/voice-field";
import type { Organisation } from "@/queries/types";
import { EnglishFields } from "@/ui/english-fields";
import { useRecommendationWords } from "./use-words";

export type Theme = RecommendationOut["theme"];
type TargetGroup = RecommendationOut["target_groups"][number];

/** The words of a recommendation, and to whom they are addressed. */
export interface WordsForm {
  title: string;
  titleEn: string;
  text: string;
  textEn: string;
  cause: string;
  causeEn: string;
  addressee: Body | null;
  theme: Theme | null;
  targets: TargetGroup[];
  mandateId: string | null;
}

export const NO_WORDS: WordsForm = {
  title: "",
  titleEn: "",
  text: "",
  textEn: "",
  cause: "",
  causeEn: "",
  addressee: null,
  theme: null,
  targets: [],
  mandateId: null,
};

/** What a recommendation says now, as fields. */
export const wordsOf = (one: RecommendationOut): WordsForm => ({
  title: one.title.uk,
  titleEn: englishOf(one.title),
  text: one.text.uk,
  textEn: englishOf(one.text),
  cause: one.cause?.uk ?? "",
  causeEn: one.cause ? englishOf(one.cause) : "",
  addressee: { id: one.addressee.id, outside: one.addressee_outside },
  theme: one.theme,
  targets: one.target_groups,
  mandateId: null,
});

/** The same as the API takes them. */
export function wordsBody({ addressee, theme, mandateId, ...form }: WordsForm) {
  const body: ReplaceRecommendationInRequest = {
    title: form.title,
    title_en: form.titleEn,
    text: form.text,
    text_en: form.textEn,
    cause: form.cause,
    cause_en: form.causeEn,
    target_groups: form.targets,
    ...(theme ? { theme } : {}),
    ...(addressee ? { [addressee.outside ? "outside_body" : "addressee_organisation"]: addressee.id } : {}),
    ...(mandateId ? { on_behalf_of: mandateId } : {}),
  };
  return body;
}

/** What has to be said, and what the API calls it. */
export function useWordsRules() {
  const { t } = useLingui();
  return {
    required: {
      title: t`Назвіть рекомендацію коротко`,
      text: t`Напишіть, що рекомендуєте зробити`,
      addressee: t`Виберіть, кому рекомендуєте`,
      theme: t({ message: "Виберіть тему", context: "theme" }),
    },
    pointers: {
      titleEn: ["/title_en"],
      textEn: ["/text_en"],
      causeEn: ["/cause_en"],
      addressee: ["/addressee_organisation", "/outside_body"],
      targets: ["/target_groups"],
      mandateId: ["/on_behalf_of"],
    },
  };
}

/** The form of words that are there already. */
export function useWordsForm(recommendation: RecommendationOut, command: FormCommand<WordsForm>) {
  return useForm<WordsForm>({ initial: wordsOf(recommendation), command, ...useWordsRules() });
}

interface WordsFieldsProps {
  groupId: string;
  form: Pick<Form<WordsForm>, "text" | "value" | "choice" | "values" | "change">;
  /** Who is addressed now, whether or not they sit in the group. */
  present?: Organisation;
  /** The words are there: only the seat is not asked for. */
  editing?: boolean;
}

/** Fields of the words, the addressee and what it is about; English is folded away. */
export function WordsFields({ groupId, form, present, editing = false }: WordsFieldsProps) {
  const { t } = useLingui();
  const words = useRecommendationWords();
  return (
    <>
      <BodyField
        label={t({ message: "Кому", context: "addressee" })}
        description={t`Відповідає організація`}
        groupId={groupId}
        present={present}
        {...form.value("addressee")}
      />
      <TextInput
        label={t`Назва`}
        description={t`Коротко, щоб упізнати в реєстрі`}
        maxLength={200}
        {...form.text("title")}
      />
      <Textarea
        label={t`Що рекомендуєте`}
        description={t`Після видання ці слова незмінні`}
        rows={4}
        maxLength={5000}
        {...form.text("text")}
      />
      <Textarea
        label={t`З чого випливає (необов’язково)`}
        rows={2}
        maxLength={2000}
        {...form.text("cause")}
      />
      <ThemeField {...form.value("theme")} onChange={(theme) => form.change({ theme })} />
      <MultiSelect
        label={t`Кого стосується`}
        placeholder={form.values.targets.length === 0 ? t`Усіх` : undefined}
        data={words.targetGroups}
        hidePickedOptions
        {...form.value("targets")}
        onChange={(targets) => form.change({ targets: targets as TargetGroup[] })}
      />
      {!editing && <VoiceField groupId={groupId} {...form.value("mandateId")} />}
      <EnglishWords form={form} />
    </>
  );
}

function EnglishWords({ form }: Pick<WordsFieldsProps, "form">) {
  const { t } = useLingui();
  const { titleEn, textEn, causeEn } = form.values;
  return (
    <EnglishFields opened={Boolean(titleEn || textEn || causeEn)}>
      <TextInput label={t`Назва англійською`} maxLength={200} {...form.text("titleEn")} />
      <Textarea label={t`Що рекомендуєте, англійською`} rows={4} maxLength={5000} {...form.text("textEn")} />
      <Textarea label={t`З чого випливає, англійською`} rows={2} maxLength={2000} {...form.text("causeEn")} />
    </EnglishFields>
  );
}

interface ThemeFieldProps {
  value: Theme | null;
  onChange: (theme: Theme) => void;
  error: ReactNode;
}

/** What it is about, by which the register is narrowed. */
export function ThemeField({ onChange, ...field }: ThemeFieldProps) {
  const { t } = useLingui();
  const { themes } = useRecommendationWords();
  return (
    <Select
      label={t({ message: "Тема", context: "theme" })}
      placeholder={t`Виберіть`}
      data={themes}
      allowDeselect={false}
      onChange={(theme) => theme && onChange(theme as Theme)}
      {...field}
    />
  );
}
