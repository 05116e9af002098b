import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { OrganisationRef } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { organisationsFoundQuery } from "@/queries/registers";
import { ClearableSelect } from "@/ui/clearable-select";

interface ParentFieldProps {
  value: OrganisationRef | null;
  onChange: (chosen: string | null) => void;
  error?: ReactNode;
}

/** Of which organisation it is a unit, found by a part of the name. */
export function ParentField({ value, onChange, error }: ParentFieldProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [words, setWords] = useState("");
  const [picked, setPicked] = useState(value ? { value: value.id, label: say(value.name) } : null);
  const q = useDeferredValue(words === picked?.label ? "" : words.trim());
  const found = useInfiniteQuery({ ...organisationsFoundQuery({ q }), placeholderData: keepPreviousData });
  const rows = (found.data?.pages.flatMap((page) => page.items) ?? []).map((one) => ({
    value: one.id,
    label: say(one.name),
  }));
  const data = picked && rows.every((one) => one.value !== picked.value) ? [picked, ...rows] : rows;
  return (
    <ClearableSelect
      label={t`Підрозділ організації`}
      description={t`Якщо це частина більшої установи. Можна лишити порожнім`}
      data={data}
      filter={({ options }) => options}
      searchable
      cleared={t`Не підрозділ`}
      nothingFoundMessage={t`Нічого не знайдено`}
      searchValue={words}
      onSearchChange={setWords}
      value={picked?.value ?? null}
      onChange={(id) => {
        setPicked(data.find((one) => one.value === id) ?? null);
        onChange(id);
      }}
      error={error}
    />
  );
}

/** The same for who may not change it, and who may. */
export function FixedParent({ value }: Pick<ParentFieldProps, "value">) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  return (
    <TextInput
      label={t`Підрозділ організації`}
      description={t`Змінити це може лише той, хто координує всі громади, де працюють організація та її підрозділи`}
      value={value ? say(value.name) : t`Не підрозділ`}
      readOnly
    />
  );
}
