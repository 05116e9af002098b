import { useLingui } from "@lingui/react/macro";
import {
  type Icon as Glyph,
  IconBan,
  IconCalendarEvent,
  IconCircleCheck,
  IconCircleDashed,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { Icon } from "@/ui/icon";
import classes from "./meeting-pill.module.css";
import { type MeetingState, STATES } from "./words";

const GLYPHS: Record<MeetingState, Glyph> = {
  planned: IconCircleDashed,
  convened: IconCalendarEvent,
  running: IconPlayerPlay,
  ended: IconCircleCheck,
  cancelled: IconBan,
};

/** How a meeting stands: the glyph and the words each say it. */
export function MeetingPill({ state }: { state: MeetingState }) {
  const { i18n } = useLingui();
  return (
    <span className={`${classes.pill} ${state === "running" ? classes.running : ""}`}>
      <Icon of={GLYPHS[state]} size={16} />
      {i18n._(STATES[state])}
    </span>
  );
}
