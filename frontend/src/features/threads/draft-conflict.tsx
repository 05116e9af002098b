import { Trans, useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect } from "react";
import { displayText } from "@/lib/mentions";
import type { Draft } from "@/outbox/outbox-provider";
import { Button } from "@/ui/button";
import { announce } from "@/ui/toast";
import classes from "./thread.module.css";

interface OtherDraftProps {
  draft: Draft;
  input: RefObject<HTMLElement | null>;
}

/** What another device wrote meanwhile, beside what is written here: nothing is lost, and one is chosen. */
export function DraftConflict({ draft: { said, other, keeper }, input }: OtherDraftProps) {
  const { t } = useLingui();
  const told = other && t`На іншому пристрої ви написали інше:`;
  useEffect(() => {
    if (told) announce(told);
  }, [told]);
  if (!other) return null;
  // The button goes with the choice.
  const choose = (which: "here" | "other") => {
    keeper.choose(which);
    input.current?.focus();
  };
  return (
    <section className={classes.otherDraft} aria-label={t`Чернетка з іншого пристрою`}>
      <p>{told}</p>
      <blockquote>{displayText(other.text)}</blockquote>
      <div>
        <Button kind="quiet" onClick={() => choose("other")}>
          <Trans>Узяти той текст</Trans>
        </Button>
        <Button kind="quiet" onClick={() => choose("here")}>
          {said.text.trim() ? <Trans>Лишити цей</Trans> : <Trans>Видалити його</Trans>}
        </Button>
      </div>
    </section>
  );
}
