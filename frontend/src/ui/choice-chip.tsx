import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { FilterChip } from "./choice";
import { Icon } from "./icon";

interface ChoiceProps {
  label: string;
  /** Chosen value; empty for all of them. */
  value: string;
  on: boolean;
  /** The chip shows its label while nothing is chosen; the menu still names the choice of everything. */
  labelWhenOff?: boolean;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** One narrowing out of several, in a menu behind a chip. */
export function ChoiceChip({ label, value, on, labelWhenOff, options, onChange }: ChoiceProps) {
  const chosen = options.find((one) => one.value === value) ?? options[0];
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <FilterChip on={on} opens aria-label={`${label}: ${chosen?.label}`}>
          {labelWhenOff && !on ? label : chosen?.label}
          <Icon of={IconChevronDown} size={16} />
        </FilterChip>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
        <Menu.RadioGroup value={value} onChange={onChange}>
          {options.map((one) => (
            <Menu.RadioItem key={one.value} value={one.value} closeMenuOnClick>
              {one.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
