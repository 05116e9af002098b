import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import type { FoundGroupInRequest, GroupOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { FormErrors } from "@/kit/form-errors";
import { englishOf } from "@/lib/text";
import { VISIBILITIES } from "@/modules/groups/words";
import { Button } from "@/ui/button";
import { EnglishFields } from "@/ui/english-fields";
import { fieldError } from "@/ui/field-error";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import classes from "./groups.module.css";

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
  };
}

const WORDS = [
  "name",
  "name_en",
  "purpose",
  "purpose_en",
  "mandate_document",
  "cadence",
  "cadence_en",
] as const;

/** The same without spaces around the words. */
function trimmed(charter: Charter): Omit<FoundGroupInRequest, "territory"> {
  return { ...charter, ...Object.fromEntries(WORDS.map((name) => [name, charter[name].trim()])) };
}

interface CharterFormProps {
  /** As it stands; what the person has not touched follows it. */
  from: Charter;
  submit: ReactNode;
  busy: boolean;
  /** What the server said of the last attempt. */
  problem: unknown;
  /** The whole charter, and the names of what the person has touched. */
  onSubmit: (charter: ReturnType<typeof trimmed>, touched: Set<string>) => void;
  onTouch?: () => void;
  /** Fields that stand before those of the charter. */
  before?: ReactNode;
  /** Beside the choice of who knows of the group: its public page, while it has one. */
  page?: ReactNode;
  /** What opening that page does besides. */
  opening?: ReactNode;
}

/** A charter to found a group with, or to change. The first field that needs a repair gets the focus. */
export function CharterForm(props: CharterFormProps) {
  const { from, submit, busy, problem, onSubmit, onTouch, before } = props;
  const [own, setOwn] = useState<Partial<Charter>>({});
  const charter = { ...from, ...own };
  const opens = charter.visibility === "public" && from.visibility !== "public";
  const page = opens ? props.opening && <p className="v-small v-t2">{props.opening}</p> : props.page;
  const [tried, setTried] = useState(false);
  const refused = (pointer: string) => fieldErrorAt(problem, pointer);
  const repairs = useFocusFirstInvalid();
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const said = trimmed(charter);
    if (said.name && said.purpose && !busy) onSubmit(said, new Set(Object.keys(own)));
  };
  const touch = (change: Partial<Charter>) => {
    onTouch?.();
    setOwn({ ...own, ...change });
  };
  return (
    <form {...repairs} className={classes.form} onSubmit={send} noValidate>
      {before}
      <CharterFields value={charter} onChange={touch} tried={tried} refused={refused} page={page} />
      <FormErrors error={problem} />
      <Button type="submit" busy={busy}>
        {submit}
      </Button>
    </form>
  );
}

interface CharterFieldsProps {
  value: Charter;
  onChange: (change: Partial<Charter>) => void;
  /** Whether what is missing is named. */
  tried: boolean;
  refused: (pointer: string) => string | undefined;
  page: ReactNode;
}

function CharterFields({ value, onChange, tried, refused, page }: CharterFieldsProps) {
  const { t, i18n } = useLingui();
  const set = <Name extends keyof Charter>(name: Name, now: Charter[Name]) => onChange({ [name]: now });
  const missing = (words: string, error: string) => tried && !words.trim() && error;
  return (
    <>
      <TextInput
        label={t`Назва групи`}
        required
        maxLength={200}
        value={value.name}
        onChange={(event) => set("name", event.currentTarget.value)}
        error={fieldError(missing(value.name, t`Напишіть назву`) || refused("/name"))}
      />
      <Textarea
        label={t`Мета`}
        description={t`Для чого ви збираєтеся, одним-двома реченнями`}
        required
        rows={3}
        maxLength={4000}
        value={value.purpose}
        onChange={(event) => set("purpose", event.currentTarget.value)}
        error={fieldError(missing(value.purpose, t`Напишіть мету`) || refused("/purpose"))}
      />
      <TextInput
        label={t`Документ про створення`}
        placeholder={t`Розпорядження № 7 від 12.01.2026`}
        maxLength={300}
        value={value.mandate_document}
        onChange={(event) => set("mandate_document", event.currentTarget.value)}
        error={fieldError(refused("/mandate_document"))}
      />
      <TextInput
        label={t`Ритм засідань`}
        placeholder={t`Щодругого вівторка о 15:00`}
        maxLength={200}
        value={value.cadence}
        onChange={(event) => set("cadence", event.currentTarget.value)}
        error={fieldError(refused("/cadence"))}
      />
      <TextInput
        label={t`Кворум`}
        description={t`Скільки учасників має бути на засіданні`}
        inputMode="numeric"
        maxLength={4}
        value={value.quorum || ""}
        onChange={(event) => set("quorum", Number(event.currentTarget.value.replace(/\D/g, "")))}
        error={fieldError(refused("/quorum"))}
      />
      <Select
        label={t`Хто знає про групу`}
        data={Object.entries(VISIBILITIES).map(([name, label]) => ({ value: name, label: i18n._(label) }))}
        allowDeselect={false}
        value={value.visibility}
        onChange={(one) => one && set("visibility", one as Charter["visibility"])}
      />
      {page}
      <InEnglish value={value} onChange={onChange} refused={refused} />
    </>
  );
}

/** What those read who use the product in English; without it they read the Ukrainian. */
function InEnglish({ value, onChange, refused }: Omit<CharterFieldsProps, "tried" | "page">) {
  const { t } = useLingui();
  const field = (name: "name_en" | "purpose_en" | "cadence_en", most: number) => ({
    maxLength: most,
    value: value[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value }),
    error: fieldError(refused(`/${name}`)),
  });
  return (
    <EnglishFields opened={Boolean(value.name_en || value.purpose_en || value.cadence_en)}>
      <TextInput label={t`Назва групи англійською`} {...field("name_en", 200)} />
      <Textarea label={t`Мета англійською`} rows={3} {...field("purpose_en", 4000)} />
      <TextInput label={t`Ритм засідань англійською`} {...field("cadence_en", 200)} />
    </EnglishFields>
  );
}
