import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { FoundGroupInRequest, GroupOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/design/button";
import { fieldError } from "@/design/field-error";
import { VISIBILITIES } from "@/widgets/words";
import classes from "./groups.module.css";

/** What a charter says, as it is typed. */
export interface Charter {
  name: string;
  purpose: string;
  mandate_document: string;
  cadence: string;
  quorum: number;
  visibility: GroupOut["visibility"];
}

export const EMPTY: Charter = {
  name: "",
  purpose: "",
  mandate_document: "",
  cadence: "",
  quorum: 3,
  visibility: "listed",
};

export function charterOf(group: GroupOut): Charter {
  return {
    name: group.name.uk,
    purpose: group.purpose.uk,
    mandate_document: group.mandate_document,
    cadence: group.cadence.uk,
    quorum: group.quorum,
    visibility: group.visibility,
  };
}

/** The same without spaces around the words. */
function trimmed(charter: Charter): Omit<FoundGroupInRequest, "territory"> {
  const words = ["name", "purpose", "mandate_document", "cadence"] as const;
  return { ...charter, ...Object.fromEntries(words.map((name) => [name, charter[name].trim()])) };
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
}

/** A charter to found a group with, or to change. The first field that needs a repair gets the focus. */
export function CharterForm({ from, submit, busy, problem, onSubmit, onTouch, before }: CharterFormProps) {
  const [own, setOwn] = useState<Partial<Charter>>({});
  const charter = { ...from, ...own };
  const [tried, setTried] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const refused = (pointer: string) => (problem instanceof ApiProblem ? problem.field(pointer) : undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt and each refusal is a reason to look
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tried, problem]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(tried + 1);
    const said = trimmed(charter);
    if (said.name && said.purpose && !busy) onSubmit(said, new Set(Object.keys(own)));
  };
  const touch = (change: Partial<Charter>) => {
    onTouch?.();
    setOwn({ ...own, ...change });
  };
  return (
    <form ref={form} className={classes.form} onSubmit={send} noValidate>
      {before}
      <CharterFields value={charter} onChange={touch} tried={tried > 0} refused={refused} />
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
}

function CharterFields({ value, onChange, tried, refused }: CharterFieldsProps) {
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
    </>
  );
}
