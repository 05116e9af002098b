import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { GroupOut } from "@/api/generated/types.gen";
import { InlineForm } from "@/kit/inline-form";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import { englishOf } from "@/lib/text";
import { VISIBILITIES } from "@/modules/groups/words";
import { EnglishFields } from "@/ui/english-fields";
import { WholeNumberField } from "@/ui/whole-number-field";

/** What a charter says, as it is typed. */
export interface Charter {
  name: string;
  name_en: string;
  purpose: string;
  purpose_en: string;
  mandate_document: string;
  cadence: string;
  cadence_en: string;
  quorum: number;
  visibility: GroupOut["visibility"];
  /** Chosen where a group is founded. */
  territory: string;
}

export const EMPTY: Charter = {
  name: "",
  name_en: "",
  purpose: "",
  purpose_en: "",
  mandate_document: "",
  cadence: "",
  cadence_en: "",
  quorum: 3,
  visibility: "listed",
  territory: "",
};

export function charterOf(group: GroupOut): Charter {
  return {
    name: group.name.uk,
    name_en: englishOf(group.name),
    purpose: group.purpose.uk,
    purpose_en: englishOf(group.purpose),
    mandate_document: group.mandate_document,
    cadence: group.cadence.uk,
    cadence_en: englishOf(group.cadence),
    quorum: group.quorum,
    visibility: group.visibility,
    territory: group.territory.id,
  };
}

/** A charter as a person fills it in; what they have not touched follows `initial`. */
export function useCharterForm(initial: Charter, command: FormCommand<Charter>): Form<Charter> {
  const { t } = useLingui();
  return useForm({
    initial,
    command,
    required: { name: t`Напишіть назву`, purpose: t`Напишіть мету` },
  });
}

interface CharterFormProps {
  form: Form<Charter>;
  submit: ReactNode;
  /** In place of sending the whole charter. */
  onSubmit?: (charter: Charter) => void;
  /** Fields that stand before those of the charter. */
  before?: ReactNode;
  /** Beside the choice of who knows of the group: its public page. */
  page?: ReactNode;
}

/** A charter to found a group with, or to change. The first field that needs a repair gets the focus. */
export function CharterForm({ form, submit, onSubmit, before, page }: CharterFormProps) {
  const { t, i18n } = useLingui();
  return (
    <InlineForm submitKind="primary" className="v-form" form={form} submit={submit} onSubmit={onSubmit}>
      {before}
      <TextInput label={t`Назва групи`} required maxLength={200} {...form.text("name")} />
      <Textarea
        label={t`Мета`}
        description={t`Для чого ви збираєтеся, одним-двома реченнями`}
        required
        rows={3}
        maxLength={4000}
        {...form.text("purpose")}
      />
      <TextInput
        label={t`Документ про створення`}
        placeholder={t`Розпорядження № 7 від 12.01.2026`}
        maxLength={300}
        {...form.text("mandate_document")}
      />
      <TextInput
        label={t`Ритм засідань`}
        placeholder={t`Щодругого вівторка о 15:00`}
        maxLength={200}
        {...form.text("cadence")}
      />
      <WholeNumberField
        label={t`Кворум`}
        description={t`Скільки учасників має бути на засіданні`}
        maxLength={4}
        {...form.value("quorum")}
      />
      <Select
        label={t`Хто знає про групу`}
        data={Object.entries(VISIBILITIES).map(([name, label]) => ({ value: name, label: i18n._(label) }))}
        allowDeselect={false}
        {...form.choice("visibility")}
      />
      {page}
      <InEnglish form={form} />
    </InlineForm>
  );
}

/** What those read who use the product in English; without it they read the Ukrainian. */
function InEnglish({ form }: Pick<CharterFormProps, "form">) {
  const { t } = useLingui();
  const { name_en, purpose_en, cadence_en } = form.values;
  return (
    <EnglishFields opened={Boolean(name_en || purpose_en || cadence_en)}>
      <TextInput label={t`Назва групи англійською`} maxLength={200} {...form.text("name_en")} />
      <Textarea label={t`Мета англійською`} rows={3} maxLength={4000} {...form.text("purpose_en")} />
      <TextInput label={t`Ритм засідань англійською`} maxLength={200} {...form.text("cadence_en")} />
    </EnglishFields>
  );
}
