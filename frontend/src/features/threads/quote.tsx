import { Trans, useLingui } from "@lingui/react/macro";
import type { QuoteOut } from "@/api/generated/types.gen";
import { TextButton } from "@/design/message-view";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import classes from "./quote.module.css";
import { useJump } from "./use-jump";

interface QuoteProps {
  quote: QuoteOut;
  threadId: string;
}

/** Above the text of a message: what it repeats of another, whose words these are, and whether they still stand. */
export function Quote({ quote, threadId }: QuoteProps) {
  const { t } = useLingui();
  const { say } = useReader();
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
          <Trans>Процитоване повідомлення вилучено.</Trans>
        </p>
      ) : (
        <blockquote>{quote.text}</blockquote>
      )}
    </figure>
  );
}
