import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { PURPOSES } from "@/modules/groups/words";

type Purpose = ThreadOut["purpose"];

const OFFERED: Purpose[] = ["deliberate", "announce"];

/** The purpose of a thread. A purpose outside the list is kept. */
export function PurposeField({ value, onChange }: { value: Purpose; onChange: (purpose: Purpose) => void }) {
  const { t, i18n } = useLingui();
  const [begun] = useState(value);
  const offered = OFFERED.includes(begun) ? OFFERED : [begun, ...OFFERED];
  return (
    <Select
      label={t`Для чого`}
      data={offered.map((one) => ({ value: one, label: i18n._(PURPOSES[one]) }))}
      allowDeselect={false}
      value={value}
      onChange={(chosen) => onChange(offered.find((one) => one === chosen) ?? value)}
    />
  );
}
