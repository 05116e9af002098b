import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { actionsQuery } from "@/queries/actions";
import { ClearableSelect } from "@/ui/clearable-select";
import { useItemNumber } from "./item-number";
import { TERMINAL_STATES } from "./status";

interface OtherItemFieldProps {
  action: ActionOut;
  label: string;
  description?: string;
  /** Whether what is over is not offered. */
  openOnly?: boolean;
  value: string | null;
  onChange: (id: string | null) => void;
  error: ReactNode;
}

/** Another item of the same group, by its number or title. */
export function OtherItemField(props: OtherItemFieldProps) {
  const { action, label, description, openOnly, value, onChange, error } = props;
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const numbered = useItemNumber();
  const { data: items = [] } = useQuery(actionsQuery({ group: action.group.id }));
  const others = items.filter(
    ({ id, state }) => id !== action.id && !(openOnly && TERMINAL_STATES.has(state)),
  );
  return (
    <ClearableSelect
      label={label}
      description={description}
      placeholder={t`Виберіть доручення`}
      data={others.map((one) => ({ value: one.id, label: `${numbered(one.number)} ${say(one.title)}` }))}
      searchable
      nothingFoundMessage={t`Такого доручення в групі немає`}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
