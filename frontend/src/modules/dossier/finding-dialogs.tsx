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

interface Words {
  title: string;
  title_en: string;
  text: string;
  text_en: string;
  may_be_published: boolean;
  mandateId: string | null;
}

/** Record what was found out, as a draft until it has evidence; or change its words and for whom they are. */
export function FindingDialog({ dossier, finding, onClose }: Props & { finding?: FindingOut }) {
  const { t } = useLingui();
  const command: FormCommand<Words> = useCommand({
    version: finding?.version ?? 0,
    run: ({ mandateId, ...words }: Words, { ifMatch, idempotencyKey }) => {
      const path = { dossier_id: dossier.id };
      if (finding) {
        const body = touchedOf(form, { mandateId, ...words });
        return unwrap(
          patchDossierFinding({ path: { ...path, finding_id: finding.id }, body, headers: ifMatch }),
        );
      }
      const body = mandateId ? { ...words, on_behalf_of: mandateId } : words;
      return unwrap(postDossierFindings({ path, body, headers: idempotencyKey }));
    },
    success: finding ? t`Проблему змінено` : t`Проблему записано`,
    onSuccess: onClose,
    invalidates: staleAfter("dossier", { dossier: dossier.id }),
  });
  const form = useForm<Words>({
    initial: {
      ...{ title: finding?.title.uk ?? "", title_en: finding?.title.en ?? "" },
      ...{ text: finding?.text.uk ?? "", text_en: finding?.text.en ?? "" },
      ...{ may_be_published: finding?.may_be_published ?? false, mandateId: null },
    },
    command,
    required: { title: t`Назвіть проблему` },
    pointers: { mandateId: ["/on_behalf_of"] },
  });
  return (
    <FormDialog
      form={form}
      title={finding ? t`Змінити проблему` : t`Записати проблему`}
      lead={!finding && <Trans>Це буде чернетка, доки ви не додасте до неї доказ.</Trans>}
      submit={finding ? t`Зберегти` : t`Записати`}
      onClose={onClose}
    >
      <WordsFields form={form} />
      {!finding && <VoiceField groupId={dossier.group.id} {...form.value("mandateId")} />}
    </FormDialog>
  );
}

function WordsFields({ form }: { form: Form<Words> }) {
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
export function RateFindingDialog({ dossier, finding, onClose }: Props & { finding: FindingOut }) {
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
