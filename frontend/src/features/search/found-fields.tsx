import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { fits } from "@/lib/mentions";
import { DEBOUNCE_MS } from "@/modules/mandates/person-field";
import { membersQuery } from "@/queries/groups";
import { flattenPages } from "@/queries/pages";
import { organisationQuery, organisationsFoundQuery } from "@/queries/registers";
import { type SearchAsked, searchQuery } from "@/queries/search";

export interface NarrowingProps {
  asked: SearchAsked;
  onAsk: (change: Partial<SearchAsked>) => void;
}

interface Option {
  value: string;
  label: string;
}

const ANY = "";

/** Those of the group that is chosen, and whoever else is found by name among those whom the reader may see. */
function usePeople(words: string, groupId: string | undefined): Option[] {
  const { localize: say, dates, language } = useLocale();
  const { data: members = [] } = useQuery({ ...membersQuery(groupId ?? ""), enabled: groupId !== undefined });
  const found = useInfiniteQuery(searchQuery({ q: words, kind: "person" }, dates));
  const near = members.map(({ person }) => person).filter((one) => fits(say(one.name), words));
  const others = found.data && words ? flattenPages(found.data).flatMap(({ person }) => person ?? []) : [];
  const options = [...near, ...others].map(({ id, name }) => ({ value: id, label: say(name) }));
  const compare = byName(language);
  const once = [...new Map(options.map((one) => [one.value, one])).values()];
  return once.sort((one, other) => compare(one.label, other.label));
}

/** What those that were found call somebody who was chosen in an address. */
function useNameOfAuthor({ asked }: NarrowingProps): string | undefined {
  const { localize: say, dates } = useLocale();
  const { data } = useInfiniteQuery(searchQuery(asked, dates));
  const { data: members = [] } = useQuery({
    ...membersQuery(asked.group ?? ""),
    enabled: Boolean(asked.group),
  });
  const said = data ? flattenPages(data).flatMap(({ person }) => person ?? []) : [];
  const author = [...members.map(({ person }) => person), ...said].find(({ id }) => id === asked.author);
  return author && say(author.name);
}

export function AuthorField({ asked, onAsk }: NarrowingProps) {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const [paused] = useDebouncedValue(words.trim(), DEBOUNCE_MS);
  const people = usePeople(paused, asked.group);
  const name = useNameOfAuthor({ asked, onAsk });
  return (
    <FoundField
      label={t`Хто`}
      any={t`Будь-хто`}
      nothing={words ? t`Нікого не знайдено` : t`Почніть писати ім’я`}
      chosen={asked.author}
      name={name ?? t`Вибрана людина`}
      options={people}
      onWords={setWords}
      onChange={(author) => onAsk({ author })}
    />
  );
}

export function OrganisationField({ asked, onAsk }: NarrowingProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), DEBOUNCE_MS);
  const found = useInfiniteQuery({ ...organisationsFoundQuery({ q }), placeholderData: keepPreviousData });
  const id = asked.organisation;
  const { data: chosen } = useQuery({ ...organisationQuery(id ?? ""), enabled: id !== undefined });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <FoundField
      label={t`Організація`}
      any={t`Будь-яка`}
      nothing={t`Такої організації немає`}
      chosen={id}
      name={chosen ? say(chosen.short_name) : t`Вибрана організація`}
      options={rows.map((one) => ({ value: one.id, label: say(one.short_name) }))}
      onWords={setWords}
      onChange={(organisation) => onAsk({ organisation })}
    />
  );
}

interface FoundFieldProps {
  label: string;
  /** What it says while nothing is chosen. */
  any: string;
  nothing: string;
  chosen: string | undefined;
  name: string;
  options: Option[];
  onWords: (words: string) => void;
  onChange: (id: string | undefined) => void;
}

/** Somebody or something that is found on the server by a part of the name. */
function FoundField({ label, any, nothing, chosen, name, options, onWords, onChange }: FoundFieldProps) {
  const [picked, pick] = useState<Option | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const own = chosen ? { value: chosen, label: picked?.value === chosen ? picked.label : name } : null;
  const others = options.filter((one) => one.value !== chosen);
  const shown = own?.label ?? any;
  const words = typed ?? "";
  return (
    <Select
      label={label}
      data={[{ value: ANY, label: any }, ...(own ? [own] : []), ...others]}
      filter={({ options: all }) =>
        words ? all.filter((one) => !("value" in one) || one.value !== ANY) : all
      }
      nothingFoundMessage={nothing}
      searchable
      searchValue={typed ?? shown}
      onSearchChange={(next) => {
        // What stands there is the name of what is chosen, and not what is looked for.
        const looked = next === shown || next === any ? null : next;
        setTyped(looked);
        onWords(looked ?? "");
      }}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => {
        setTyped(null);
        onWords("");
      }}
      value={chosen ?? ANY}
      onChange={(id) => {
        pick(options.find((one) => one.value === id) ?? null);
        setTyped(null);
        onWords("");
        onChange(id || undefined);
      }}
    />
  );
}
