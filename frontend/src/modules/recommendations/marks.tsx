import { Plural, Trans } from "@lingui/react/macro";
import {
  IconChecks,
  IconCircleCheck,
  IconCircleHalf2,
  IconCircleX,
  IconHourglass,
} from "@tabler/icons-react";
import type { RecommendationOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { StatusPill } from "@/modules/actions/status";
import { Icon } from "@/ui/icon";
import classes from "./marks.module.css";
import { useRecommendationWords } from "./use-words";

export type Response = RecommendationOut["response"];
export type Implementation = RecommendationOut["implementation"];

export const RESPONSE_ICONS = {
  pending: IconHourglass,
  accepted: IconCircleCheck,
  partly: IconCircleHalf2,
  rejected: IconCircleX,
  already_done: IconChecks,
} as const satisfies Record<Response, typeof IconChecks>;

/** The status circle that stands for each degree of implementation. */
export const GLYPHS = {
  not_started: "proposed",
  in_progress: "in_progress",
  partial: "partial",
  implemented: "done",
  verified: "verified",
  closed_not_implemented: "cancelled",
} as const satisfies Record<Implementation, string>;

/** What the addressee answered: an icon and a word, which stands for itself where it is not `quiet`. */
export function ResponseMark({ response, strong = false }: { response: Response; strong?: boolean }) {
  const words = useRecommendationWords();
  return (
    <span className={strong ? classes.strong : classes.mark}>
      <Icon of={RESPONSE_ICONS[response]} size={16} />
      {words.response(response)}
    </span>
  );
}

/** How far it is implemented: the status circle and a word. */
export function ImplementationPill({ implementation }: { implementation: Implementation }) {
  const words = useRecommendationWords();
  return <StatusPill state={GLYPHS[implementation]}>{words.implementation(implementation)}</StatusPill>;
}

const BANDS = [90, 180, 365];

/** How many of the four cells of its age are filled. */
export function countAgeCells(days: number): number {
  return 1 + BANDS.filter((band) => days > band).length;
}

interface AgeProps {
  issuedAt: string | null;
  /** «55 днів від видання» instead of «55 днів». */
  long?: boolean;
}

/** Days since it was issued, and four cells for 90, 180, 365 days and more. */
export function Age({ issuedAt, long = false }: AgeProps) {
  const { dates } = useLocale();
  if (!issuedAt) return null;
  const days = Math.max(0, -dates.daysUntil(dates.day(issuedAt)));
  return (
    <span className={classes.age}>
      <AgeCells filled={countAgeCells(days)} />
      {long ? (
        <Plural
          value={days}
          one="# день від видання"
          few="# дні від видання"
          many="# днів від видання"
          other="# дня від видання"
        />
      ) : (
        <Plural value={days} one="# день" few="# дні" many="# днів" other="# дня" />
      )}
    </span>
  );
}

function AgeCells({ filled }: { filled: number }) {
  return (
    <span className={classes.cells} aria-hidden="true">
      {[1, 2, 3, 4].map((cell) => (
        <i key={cell} className={cell <= filled ? classes.filled : undefined} />
      ))}
    </span>
  );
}

/** What the cells of an age mean, for the foot of a register. */
export function AgeLegend() {
  return (
    <p className={`v-tiny v-t2 ${classes.legend}`}>
      <span>
        <Trans>Вік від видання:</Trans>
      </span>
      <span className={classes.age}>
        <AgeCells filled={1} />
        <Trans>до 90 днів</Trans>
      </span>
      <span className={classes.age}>
        <AgeCells filled={2} />
        <Trans>до 180</Trans>
      </span>
      <span className={classes.age}>
        <AgeCells filled={3} />
        <Trans>до року</Trans>
      </span>
      <span className={classes.age}>
        <AgeCells filled={4} />
        <Trans>понад рік</Trans>
      </span>
      <span>
        <Trans>Відхилені теж лишаються в реєстрі.</Trans>
      </span>
    </p>
  );
}
