import classes from "./secret.module.css";

/** Show what is taken along letter by letter, such as a key: one press chooses it whole. */
export function Secret({ children }: { children: string | undefined }) {
  return <code className={classes.secret}>{children}</code>;
}
