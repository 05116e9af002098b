import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { FILTER_MARK } from "@/lib/shortcuts";
import { Icon } from "./icon";
import classes from "./search-field.module.css";

/** A search in the list below: the field first, what else narrows it beside it. */
export function Filters({ children }: { children: ReactNode }) {
  return <div className={classes.filters}>{children}</div>;
}

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (words: string) => void;
  /** Characters that it takes. */
  longest?: number;
  /** The page is there for it: the keyboard begins in it. */
  focused?: boolean;
}

/** Words to look for; the key of filters leads here. */
export function SearchField({ label, value, onChange, longest = 100, focused }: SearchFieldProps) {
  return (
    <TextInput
      className={classes.search}
      type="search"
      label={label}
      leftSection={<Icon of={IconSearch} />}
      maxLength={longest}
      autoFocus={focused}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...{ [FILTER_MARK]: true }}
    />
  );
}
