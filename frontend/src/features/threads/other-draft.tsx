import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/design/button";
import { shownText } from "@/lib/mentions";
import type { Draft } from "@/outbox/outbox-provider";
import classes from "./thread.module.css";

/** What another device wrote meanwhile, beside what is written here: nothing is lost, and one is chosen. */
export function OtherDraft({ draft: { said, other, keeper } }: { draft: Draft }) {
  const { t } = useLingui();
  if (!other) return null;
  return (
    <section className={classes.otherDraft} aria-label={t`Чернетка з іншого пристрою`}>
      <p role="status">
        <Trans>На іншому пристрої ви написали інше:</Trans>
      </p>
      <blockquote>{shownText(other.text)}</blockquote>
      <div>
        <Button kind="quiet" onClick={() => keeper.choose("other")}>
          <Trans>Узяти той текст</Trans>
        </Button>
        <Button kind="quiet" onClick={() => keeper.choose("here")}>
          {said.text.trim() ? <Trans>Лишити цей</Trans> : <Trans>Видалити його</Trans>}
        </Button>
      </div>
    </section>
  );
}
