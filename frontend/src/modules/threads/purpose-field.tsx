import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import type { ThreadOut } from "@/api/generated/types.gen";
import { PURPOSES } from "@/modules/groups/words";

type Purpose = ThreadOut["purpose"];

const OFFERED: Purpose[] = ["consult", "deliberate", "prioritise", "mediate", "announce"];

/** What the conversation is for. */
export function PurposeField({ value, onChange }: { value: Purpose; onChange: (purpose: Purpose) => void }) {
  const { t, i18n } = useLingui();
  return (
    <Select
      label={t`Для чого`}
      data={OFFERED.map((one) => ({ value: one, label: i18n._(PURPOSES[one]) }))}
      allowDeselect={false}
      value={value}
      onChange={(chosen) => onChange(OFFERED.find((one) => one === chosen) ?? value)}
    />
  );
}
