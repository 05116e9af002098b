import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { QuoteOut } from "@/api/generated/types.gen";
import { useFailureToast } from "@/kit/failure-toast";
import { useLocale } from "@/lib/locale";
import { TextButton } from "@/modules/threads/message-view";
import classes from "./quote.module.css";
import { useJump } from "./use-jump";

interface QuoteProps {
  quote: QuoteOut;
  threadId: string;
}

/** Above the text of a message: what it repeats of another, whose words these are, and whether they still stand. */
export function Quote({ quote, threadId }: QuoteProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const jump = useJump(threadId);
  const failed = useFailureToast();
  const name = say(quote.author.name);
  const { number } = quote;
  return (
    <figure className={classes.quote}>
      <figcaption>
        <TextButton
          onClick={() => void jump(number).catch(failed)}
          aria-label={t`${name}: перейти до повідомлення ${number}`}
        >
          {name}
        </TextButton>
        {quote.state === "changed" && (
          <span>
            <Trans>текст відтоді змінено</Trans>
          </span>
        )}
      </figcaption>
      {quote.state === "withdrawn" ? (
        <p>
          <Trans>Процитоване повідомлення видалено.</Trans>
        </p>
      ) : quote.state === "hidden" ? (
        <p>
          <Trans>Процитоване повідомлення приховано.</Trans>
        </p>
      ) : (
        <Words text={quote.text} name={name} />
      )}
    </figure>
  );
}

/** A long one scrolls in its place, also by keys. */
function Words({ text, name }: { text: string; name: string }) {
  const { t } = useLingui();
  const [scrolls, setScrolls] = useState(false);
  const measure = (element: HTMLElement | null) => {
    if (element) setScrolls(element.scrollHeight > element.clientHeight);
  };
  const reached = scrolls ? { tabIndex: 0, "aria-label": t`Цитата: ${name}` } : {};
  return (
    <blockquote ref={measure} {...reached}>
      {text}
    </blockquote>
  );
}
