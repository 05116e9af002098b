import type { ReactNode } from "react";
import { useLocale } from "@/lib/locale";
import classes from "./history-list.module.css";

interface Told {
  title: ReactNode;
  /** A step of the thing itself, not a remark beside it. */
  strong?: boolean;
  /** Reasons and who it was. */
  details?: ReactNode;
}

interface HistoryListProps<T> {
  /** As they come: newest first. */
  items: T[];
  /** In words, one of them. */
  tell: (item: T) => Told;
  /** The hour counts too. */
  exact?: boolean;
}

/** Tell what happened, entry by entry beside its day on one line. */
export function HistoryList<T extends { id: string; at: string }>({
  items,
  tell,
  exact = false,
}: HistoryListProps<T>) {
  const { dates } = useLocale();
  return (
    <ol className={classes.list}>
      {items.map((item) => {
        const { title, strong = true, details } = tell(item);
        return (
          <li key={item.id} className={classes.entry}>
            <time dateTime={item.at}>{exact ? dates.stamp(item.at) : dates.short(dates.day(item.at))}</time>
            <span className={classes.line} />
            <div className={classes.words}>
              <p className={strong ? classes.strong : undefined}>{title}</p>
              {details}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
