import { type ReactNode, useId } from "react";
import classes from "./card.module.css";

interface CardProps {
  /** By which a link on the page leads to it. */
  id?: string;
  title?: ReactNode;
  /** Beside the title: a count. */
  count?: ReactNode;
  /** At the end of the header: one link or one fact. */
  aside?: ReactNode;
  /** The name for those who do not see it, when there is no title. */
  label?: string;
  /** Inner margins, with the title inside them; without it a list fills the card from edge to edge. */
  padded?: boolean;
  children: ReactNode;
}

/** A sheet of paper on the table: a line around it before a shadow, and never a card in a card. */
export function Card({ id, title, count, aside, label, padded = false, children }: CardProps) {
  const titleId = useId();
  const named = title ? { "aria-labelledby": titleId } : { "aria-label": label };
  const target = id ? { id, tabIndex: -1 } : {};
  return (
    <section className={`${classes.card} ${padded ? classes.padded : ""}`} {...target} {...named}>
      {title && (
        <header className={padded ? classes.bareHeader : classes.header}>
          <div className={classes.heading}>
            <h2 id={titleId} className={classes.title}>
              {title}
            </h2>
            {count}
          </div>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

/** What a card says in words, below the line of its title. */
export function CardBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>;
}

interface CardListProps {
  /** Other rows are on their way: a menu that opened here would go with its row. */
  stale?: boolean;
  children: ReactNode;
}

/** Rows of a card with a line between them. */
export function CardList({ stale = false, children }: CardListProps) {
  return (
    <ul className={classes.list} inert={stale}>
      {children}
    </ul>
  );
}

/** What can be done with the list above it. */
export function CardFoot({ children }: { children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>;
}
