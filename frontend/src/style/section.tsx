import type { ReactNode } from "react";
import classes from "./style-page.module.css";

export function SheetSection({
  title,
  note,
  children,
}: {
  title: string;
  note?: string;
  children: ReactNode;
}) {
  return (
    <section>
      <h2 className={classes.heading}>
        {title}
        {note && <span>{note}</span>}
      </h2>
      {children}
    </section>
  );
}
