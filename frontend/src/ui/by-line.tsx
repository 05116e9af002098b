import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";

interface ByLineProps {
  /** Who, in words; nobody where the system did it or the name is gone. */
  actor?: string | null | false;
  /** When, as ISO time. */
  at?: string | null;
  /** The day alone: the hour says nothing. */
  day?: boolean;
  /** The day stands first. */
  dayFirst?: boolean;
  className?: string;
}

/** Say who did it and when, on one line; what is not known is left out. */
export function ByLine({
  actor,
  at,
  day = false,
  dayFirst = false,
  className = "v-small v-t2",
}: ByLineProps) {
  const { dates } = useLocale();
  const when = at && (day ? dates.long(dates.day(at)) : dates.full(at));
  const words = (dayFirst ? [when, actor] : [actor, when]).filter(Boolean);
  if (words.length === 0) return null;
  return <p className={className}>{words.join(DOT)}</p>;
}
