import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import type { OrganisationOut, TerritoryRef } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { FormErrors } from "@/kit/form-errors";
import { englishOf } from "@/lib/text";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { TerritoriesField } from "@/modules/registers/territory-field";
import { Button } from "@/ui/button";
import { EnglishFields } from "@/ui/english-fields";
import { fieldError } from "@/ui/field-error";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import { FixedParent, ParentField } from "./parent-field";

/** What an organisation says of itself, as it is typed. */
export interface OrganisationForm {
  name: string;
  name_en: string;
  short_name: string;
  short_name_en: string;
  on_behalf: string;
  on_behalf_en: string;
  sector: OrganisationOut["sector"];
  parent: string | null;
  territories: string[];
}

export const EMPTY: OrganisationForm = {
  name: "",
  name_en: "",
  short_name: "",
  short_name_en: "",
  on_behalf: "",
  on_behalf_en: "",
  sector: "civil_society",
  parent: null,
  territories: [],
};

export function formOf(organisation: OrganisationOut): OrganisationForm {
  return {
    name: organisation.name.uk,
    name_en: englishOf(organisation.name),
    short_name: organisation.short_name.uk,
    short_name_en: englishOf(organisation.short_name),
    on_behalf: organisation.on_behalf.uk,
    on_behalf_en: englishOf(organisation.on_behalf),
    sector: organisation.sector,
    parent: organisation.parent?.id ?? null,
    territories: organisation.territories.map((one) => one.id),
  };
}

type Words = "name" | "short_name" | "on_behalf" | "name_en" | "short_name_en" | "on_behalf_en";
const WORDS: Words[] = ["name", "short_name", "on_behalf", "name_en", "short_name_en", "on_behalf_en"];

interface Props {
  /** As it stands; what the person has not touched follows it. */
  from: OrganisationForm;
  /** Those that it names, with their words. */
  places: TerritoryRef[];
  parent: OrganisationOut["parent"];
  /** Whether the server lets the reader say of what it is a unit. */
  setsParent: boolean;
  submit: ReactNode;
  busy: boolean;
  /** What the server said of the last attempt. */
  problem: unknown;
  /** The whole form, and the names of what the person has touched. */
  onSubmit: (form: OrganisationForm, touched: Set<string>) => void;
  onTouch?: () => void;
}

/** What a field that remembers its choice is made anew for: what stands there, until the person has touched it. */
function useStanding(now: unknown, touched: boolean): string {
  const shown = useRef("");
  if (!touched) shown.current = JSON.stringify(now);
  return shown.current;
}

/** What is typed over the stored organisation, and what ties the fields of words to it. */
function useOrganisationForm({ from, busy, problem, onSubmit, onTouch }: Props) {
  const [own, setOwn] = useState<Partial<OrganisationForm>>({});
  const form = { ...from, ...own };
  const [tried, setTried] = useState(false);
  const standing = {
    territories: useStanding(from.territories, own.territories !== undefined),
    parent: useStanding(from.parent, own.parent !== undefined),
  };
  const change = (part: Partial<OrganisationForm>) => {
    onTouch?.();
    setOwn((known) => ({ ...known, ...part }));
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const said = { ...form, ...Object.fromEntries(WORDS.map((name) => [name, form[name].trim()])) };
    if (said.name && said.short_name && said.on_behalf && !busy) onSubmit(said, new Set(Object.keys(own)));
  };
  const field = (name: Words, most: number, missing?: string) => ({
    maxLength: most,
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    error: fieldError((tried && !form[name].trim() && missing) || fieldErrorAt(problem, `/${name}`)),
  });
  return { form, standing, change, send, field };
}

interface WordFieldsProps {
  field: ReturnType<typeof useOrganisationForm>["field"];
}

function NameFields({ field }: WordFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <TextInput label={t`Повна назва`} required {...field("name", 200, t`Напишіть назву`)} />
      <TextInput
        label={t`Коротка назва`}
        description={t`Для підписів і списків: «Міська рада»`}
        required
        {...field("short_name", 80, t`Напишіть коротку назву`)}
      />
      <TextInput
        label={t`Від імені кого`}
        description={t`Продовжує слова «від імені …»: «міської ради»`}
        required
        {...field("on_behalf", 200, t`Напишіть назву в родовому відмінку`)}
      />
    </>
  );
}

function EnglishNameFields({ field, opened }: WordFieldsProps & { opened: boolean }) {
  const { t } = useLingui();
  return (
    <EnglishFields opened={opened}>
      <TextInput label={t`Повна назва англійською`} {...field("name_en", 200)} />
      <TextInput label={t`Коротка назва англійською`} {...field("short_name_en", 80)} />
      <TextInput
        label={t`Від імені кого, англійською`}
        description={t`Продовжує слова «on behalf of …»`}
        {...field("on_behalf_en", 200)}
      />
    </EnglishFields>
  );
}

/** An organisation to register, or to change. The first field that needs a repair gets the focus. */
export function OrganisationFields(props: Props) {
  const { from, places, parent, setsParent, submit, busy, problem } = props;
  const { t, i18n } = useLingui();
  const repairs = useFocusFirstInvalid();
  const { form, standing, change, send, field } = useOrganisationForm(props);
  return (
    <form {...repairs} className="v-form" onSubmit={send} noValidate>
      <NameFields field={field} />
      <Select
        label={t`Сектор`}
        data={Object.entries(SECTOR_LABELS).map(([value, label]) => ({ value, label: i18n._(label) }))}
        allowDeselect={false}
        value={form.sector}
        onChange={(one) => one && change({ sector: one as OrganisationForm["sector"] })}
      />
      <TerritoriesField
        key={standing.territories}
        label={t`Де працює`}
        description={t`Одна або кілька громад, які ви координуєте`}
        mine
        from={places}
        onChange={(territories) => change({ territories })}
        error={fieldError(fieldErrorAt(problem, "/territories"))}
      />
      {setsParent ? (
        <ParentField
          key={standing.parent}
          value={parent}
          onChange={(id) => change({ parent: id })}
          error={fieldError(fieldErrorAt(problem, "/parent"))}
        />
      ) : (
        <FixedParent value={parent} />
      )}
      <EnglishNameFields
        field={field}
        opened={Boolean(from.name_en || from.short_name_en || from.on_behalf_en)}
      />
      <FormErrors error={problem} />
      <Button type="submit" busy={busy}>
        {submit}
      </Button>
    </form>
  );
}
