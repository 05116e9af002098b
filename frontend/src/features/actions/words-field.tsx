import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { FILTER_MARK } from "@/lib/shortcuts";
import classes from "./board.module.css";
import type { FilterBarProps } from "./filter-bar";

/** Search by words of the title or the owner, or by number. */
export function WordsField({ words, onWords }: Pick<FilterBarProps, "words" | "onWords">) {
  const { t } = useLingui();
  return (
    <TextInput
      className={classes.field}
      aria-label={t`Фільтр за словами`}
      placeholder={t`Номер, назва, виконавець`}
      type="search"
      value={words}
      onChange={(event) => onWords(event.currentTarget.value)}
      {...{ [FILTER_MARK]: "" }}
    />
  );
}
