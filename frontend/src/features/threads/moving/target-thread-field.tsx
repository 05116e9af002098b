import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useFailureWords } from "@/kit/failure-toast";
import { useLocale } from "@/lib/locale";
import { DEBOUNCE_MS } from "@/modules/mandates/person-field";
import { threadsFoundQuery } from "@/queries/moves";

/** What stands in the field, and the thread that was chosen. */
export interface Target {
  words: string;
  picked: { value: string; label: string } | null;
}

export const NO_TARGET: Target = { words: "", picked: null };

interface IntoFieldProps {
  thread: ThreadOut;
  target: Target;
  onTarget: (change: Partial<Target>) => void;
  error: ReactNode;
}

function useFound(thread: ThreadOut, { words, picked }: Target) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const saysWhy = useFailureWords();
  // What stands in the field is the title of the chosen one, and not what is looked for.
  const wanted = picked?.label === words ? "" : words.trim();
  const [asked] = useDebouncedValue(wanted, DEBOUNCE_MS);
  const { data, error } = useQuery(threadsFoundQuery(thread.group.id, asked));
  const here = asked === wanted ? data : undefined;
  const may = new Map(here?.map((one) => [one.id, one]));
  const options = [...may.values()]
    // Into what anybody reads nothing goes on: it was said for the group.
    .filter((one) => one.id !== thread.id && !one.public && one.allowed.includes("merge"))
    .map(({ id, title }) => ({ value: id, label: say(title) }));
  const nothing = here ? t`Такої відкритої теми немає` : error ? saysWhy(error) : t`Шукаємо…`;
  return { options, nothing };
}

/** Those of the group that the reader leads, too, and in which people write: found by any part of the title. */
export function TargetThreadField({ thread, target, onTarget, error }: IntoFieldProps) {
  const { t } = useLingui();
  const { words, picked } = target;
  const { options, nothing } = useFound(thread, target);
  const data = picked && !options.some((one) => one.value === picked.value) ? [picked, ...options] : options;
  // It would say that there is something where nothing was found.
  const offered = words === picked?.label ? data : options;
  return (
    <Select
      label={t`З якою темою`}
      description={t`Теми цієї групи, які ви теж ведете`}
      placeholder={t`Почніть писати назву`}
      data={data}
      filter={() => offered}
      searchable
      data-autofocus
      nothingFoundMessage={nothing}
      searchValue={words}
      onSearchChange={(now) => onTarget({ words: now })}
      value={picked?.value ?? null}
      onChange={(id) => {
        const found = data.find((one) => one.value === id) ?? null;
        onTarget({ words: found?.label ?? "", picked: found });
      }}
      error={error}
    />
  );
}
