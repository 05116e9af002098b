import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { OrganisationOut, TerritoryRef } from "@/api/generated/types.gen";
import { Button } from "@/design/button";
import { English } from "@/design/english";
import { fieldError } from "@/design/field-error";
import { SECTOR_LABELS } from "@/design/sector";
import { englishOf } from "@/lib/text";
import classes from "@/widgets/registers/registers.module.css";
import { TerritoriesField } from "@/widgets/registers/territory-field";
import { refusedAt } from "@/widgets/registers/use-register-change";
import { ParentField } from "./parent-field";

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
  from: OrganisationForm;
  /** Those that it names at first, with their words. */
  places: TerritoryRef[];
  parent: OrganisationOut["parent"];
  submit: ReactNode;
  busy: boolean;
  /** What the server said of the last attempt. */
  problem: unknown;
  onSubmit: (form: OrganisationForm) => void;
}

/** An organisation to register, or to change. The first field that needs a repair gets the focus. */
export function OrganisationFields({ from, places, parent, submit, busy, problem, onSubmit }: Props) {
  const { t, i18n } = useLingui();
  const [form, setForm] = useState(from);
  const [tried, setTried] = useState(0);
  const element = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt and each refusal is a reason to look
  useEffect(() => {
    element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tried, problem]);
  const change = (part: Partial<OrganisationForm>) => setForm((known) => ({ ...known, ...part }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(tried + 1);
    const said = { ...form, ...Object.fromEntries(WORDS.map((name) => [name, form[name].trim()])) };
    if (said.name && said.short_name && said.on_behalf && !busy) onSubmit(said);
  };
  const field = (name: Words, most: number, missing?: string) => ({
    maxLength: most,
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    error: fieldError((tried > 0 && !form[name].trim() && missing) || refusedAt(problem, `/${name}`)),
  });
  return (
    <form ref={element} className={classes.form} onSubmit={send} noValidate>
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
      <Select
        label={t`Сектор`}
        data={Object.entries(SECTOR_LABELS).map(([value, label]) => ({ value, label: i18n._(label) }))}
        allowDeselect={false}
        value={form.sector}
        onChange={(one) => one && change({ sector: one as OrganisationForm["sector"] })}
      />
      <TerritoriesField
        label={t`Де працює`}
        description={t`Одна або кілька громад, які ви координуєте`}
        mine
        from={places}
        onChange={(territories) => change({ territories })}
        error={fieldError(refusedAt(problem, "/territories"))}
      />
      <ParentField
        value={parent}
        onChange={(id) => change({ parent: id })}
        error={fieldError(refusedAt(problem, "/parent"))}
      />
      <English opened={Boolean(from.name_en || from.short_name_en || from.on_behalf_en)}>
        <TextInput label={t`Повна назва англійською`} {...field("name_en", 200)} />
        <TextInput label={t`Коротка назва англійською`} {...field("short_name_en", 80)} />
        <TextInput
          label={t`Від імені кого, англійською`}
          description={t`Продовжує слова «on behalf of …»`}
          {...field("on_behalf_en", 200)}
        />
      </English>
      <Button type="submit" busy={busy}>
        {submit}
      </Button>
    </form>
  );
}
