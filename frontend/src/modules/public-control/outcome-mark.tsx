import { useLingui } from "@lingui/react/macro";
import { IconCheck, IconClockExclamation, IconHourglass, IconMessageOff, IconX } from "@tabler/icons-react";
import { MetaItem } from "@/ui/meta-item";
import { OUTCOMES, type Outcome } from "./words";

const ICONS = {
  in_time: IconCheck,
  late: IconClockExclamation,
  refused: IconX,
  silent: IconMessageOff,
  open: IconHourglass,
};

/** What an authority did with a report, by sign and word. */
export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  const { i18n } = useLingui();
  return (
    <span className="v-meta v-b">
      <MetaItem icon={ICONS[outcome]}>{i18n._(OUTCOMES[outcome])}</MetaItem>
    </span>
  );
}
