import { Fragment } from "react";
import classes from "./minutes.module.css";
import { listWordChanges } from "./word-changes";

/** A text with what was struck and what came in; screen readers say both by the elements. */
export function ChangedWords({ before, after }: { before: string; after: string }) {
  return listWordChanges(before, after).map(({ kind, text }, place) => {
    const word =
      kind === "removed" ? (
        <del className={classes.removed}>{text}</del>
      ) : kind === "inserted" ? (
        <ins className={classes.inserted}>{text}</ins>
      ) : (
        text
      );
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the runs of one text have no other name
      <Fragment key={place}>
        {place > 0 && " "}
        {word}
      </Fragment>
    );
  });
}
