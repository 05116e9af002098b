import type { MessageDescriptor } from "@lingui/core";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { patchDossierFinding, postDossierFindings, putFindingRating } from "@/api/generated/sdk.gen";
import type { DossierPageOut, FindingOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, type FormCommand, touchedOf, useForm } from "@/kit/use-form";
import { VoiceField } from "@/modules/mandates/voice-field";
import { staleAfter } from "@/queries/resources";
import { EnglishFields } from "@/ui/english-fields";
import { bandOf, IMPACTS, LIKELIHOODS } from "./risk";
import { Rating, RiskMatrix } from "./risk-matrix";

interface Props {
  dossier: DossierPageOut;
  onClose: () => void;
}

interface OfFindingProps extends Props {
  finding: FindingOut;
}

interface Words {
  title: string;
  title_en: string;
  text: string;
  text_en: string;
  may_be_published: boolean;
}

interface NewFinding extends Words {
  mandateId: string | null;
}

const EMPTY: NewFinding = {
  ...{ title: "", title_en: "", text: "", text_en: "" },
  ...{ may_be_published: false, mandateId: null },
};

/** Record what was found out; it is a draft until it has evidence. */
export function RecordFindingDialog({ dossier, onClose }: Props) {
  const { t } = useLingui();
  const path = { dossier_id: dossier.id };
  const command = useCommand({
    run: ({ mandateId, ...words }: NewFinding, { idempotencyKey }) =>
      unwrap(
        postDossierFindings({
          path,
          body: mandateId ? { ...words, on_behalf_of: mandateId } : words,
          headers: idempotencyKey,
        }),
      ),
    success: t`Проблему записано`,
    onSuccess: onClose,
    invalidates: staleAfter("dossier", { dossier: dossier.id }),
  });
  const form = useForm<NewFinding>({
    initial: EMPTY,
    command,
    required: { title: t`Назвіть проблему` },
    pointers: { mandateId: ["/on_behalf_of"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Записати проблему`}
      lead={<Trans>Це буде чернетка, доки ви не додасте до неї доказ.</Trans>}
      submit={t`Записати`}
      onClose={onClose}
    >
      <WordsFields form={form} />
      <VoiceField groupId={dossier.group.id} {...form.value("mandateId")} />
    </FormDialog>
  );
}

/** Change its words, or whether everybody may read it. */
export function EditFindingDialog({ dossier, finding, onClose }: OfFindingProps) {
  const { t } = useLingui();
  const { id, title, text, version, may_be_published } = finding;
  const command: FormCommand<Words> = useCommand({
    version,
    run: (words: Words, { ifMatch }) =>
      unwrap(
        patchDossierFinding({
          path: { dossier_id: dossier.id, finding_id: id },
          body: touchedOf(form, words),
          headers: ifMatch,
        }),
      ),
    success: t`Проблему змінено`,
    onSuccess: onClose,
    invalidates: staleAfter("dossier", { dossier: dossier.id }),
  });
  const form = useForm<Words>({
    initial: { title: title.uk, title_en: title.en, text: text.uk, text_en: text.en, may_be_published },
    command,
    required: { title: t`Назвіть проблему` },
  });
  return (
    <FormDialog form={form} title={t`Змінити проблему`} submit={t`Зберегти`} onClose={onClose}>
      <WordsFields form={form} />
    </FormDialog>
  );
}

function WordsFields({ form }: { form: Pick<Form<Words>, "text" | "check" | "values"> }) {
  const { t } = useLingui();
  const { title_en, text_en } = form.values;
  return (
    <>
      <TextInput label={t`У чому проблема`} maxLength={200} data-autofocus {...form.text("title")} />
      <Textarea label={t`Подробиці (необов’язково)`} rows={4} maxLength={4000} {...form.text("text")} />
      <Checkbox
        label={t`Може стояти в оприлюдненій редакції`}
        description={t`Інакше її прочитає лише адресат.`}
        {...form.check("may_be_published")}
      />
      <EnglishFields opened={Boolean(title_en || text_en)}>
        <TextInput label={t`Проблема англійською`} maxLength={200} {...form.text("title_en")} />
        <Textarea label={t`Подробиці англійською`} rows={4} maxLength={4000} {...form.text("text_en")} />
      </EnglishFields>
    </>
  );
}

interface RatingValues {
  likelihood: string;
  impact: string;
}

/** How likely it is to happen again and what would come of it: by two choices, or by a cell. */
export function RateFindingDialog({ dossier, finding, onClose }: OfFindingProps) {
  const { t, i18n } = useLingui();
  const { id, number, rating, version } = finding;
  const command = useCommand({
    version,
    run: ({ likelihood, impact }: RatingValues, { ifMatch }) =>
      unwrap(
        putFindingRating({
          path: { dossier_id: dossier.id, finding_id: id },
          body: { likelihood: Number(likelihood), impact: Number(impact) },
          headers: ifMatch,
        }),
      ),
    success: t`Ризик оцінено`,
    onSuccess: onClose,
    invalidates: staleAfter("dossier", { dossier: dossier.id }),
  });
  const form = useForm<RatingValues>({
    initial: { likelihood: `${rating?.likelihood ?? ""}`, impact: `${rating?.impact ?? ""}` },
    command,
    required: { likelihood: t`Виберіть імовірність`, impact: t`Виберіть наслідки` },
  });
  const options = (words: MessageDescriptor[]) =>
    words.map((word, place) => ({ value: `${place + 1}`, label: `${place + 1}, ${i18n._(word)}` }));
  const [likelihood, impact] = [Number(form.values.likelihood), Number(form.values.impact)];
  const chosen = likelihood && impact ? { likelihood, impact } : null;
  return (
    <FormDialog form={form} title={t`Оцінити ризик проблеми ${number}`} submit={t`Оцінити`} onClose={onClose}>
      <Select
        label={t`Імовірність`}
        data={options(LIKELIHOODS)}
        allowDeselect={false}
        data-autofocus
        {...form.choice("likelihood")}
      />
      <Select label={t`Наслідки`} data={options(IMPACTS)} allowDeselect={false} {...form.choice("impact")} />
      <p role="status">{chosen && <Rating {...chosen} band={bandOf(likelihood * impact)} />}</p>
      <RiskMatrix
        chosen={chosen}
        onChoose={(cell) => form.change({ likelihood: `${cell.likelihood}`, impact: `${cell.impact}` })}
      />
    </FormDialog>
  );
}
