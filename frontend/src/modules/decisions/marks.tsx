import { useLingui } from "@lingui/react/macro";
import {
  type Icon as Glyph,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconHourglass,
  IconPencil,
  IconReplace,
} from "@tabler/icons-react";
import type { DecisionCard } from "@/api/generated/types.gen";
import { Icon } from "@/ui/icon";
import classes from "./marks.module.css";
import { type DecisionState, stateWords } from "./words";

const GLYPHS: Record<DecisionState, { icon: Glyph; look: string | undefined }> = {
  draft: { icon: IconPencil, look: classes.plain },
  open: { icon: IconHourglass, look: classes.open },
  adopted: { icon: IconCircleCheck, look: classes.adopted },
  rejected: { icon: IconCircleX, look: classes.rejected },
  no_quorum: { icon: IconCircleDashed, look: classes.plain },
  withdrawn: { icon: IconBan, look: classes.plain },
  superseded: { icon: IconReplace, look: classes.plain },
};

/** How a decision stands: the glyph and the words each say it. */
export function DecisionPill({ decision }: { decision: Pick<DecisionCard, "state" | "rule"> }) {
  const { i18n } = useLingui();
  const { icon, look } = GLYPHS[decision.state];
  return (
    <span className={`${classes.pill} ${look}`}>
      <Icon of={icon} size={16} />
      {i18n._(stateWords(decision))}
    </span>
  );
}

/** «Чекає на вас», in honey. */
export function WaitsPill() {
  const { t } = useLingui();
  return <span className={`${classes.pill} ${classes.you}`}>{t`Чекає на вас`}</span>;
}

/** Whether the reader has a seat that has not answered yet. */
export function waitsForReader({ mine, allowed }: DecisionCard): boolean {
  return allowed.includes("vote") && mine.some(({ has_voted, lost_at }) => !has_voted && !lost_at);
}
