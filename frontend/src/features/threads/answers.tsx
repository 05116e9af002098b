import { useLingui } from "@lingui/react/macro";
import { IconArrowBackUp } from "@tabler/icons-react";
import type { MessageOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { displayText } from "@/lib/mentions";
import classes from "./thread.module.css";
import { useJump } from "./use-jump";

interface AnswersProps {
  message: MessageOut;
  /** What it answers; null when that is not loaded. */
  parent: MessageOut | null;
}

/** Above a reply that stands alone: what it answers, one press away. A quote says that by itself. */
export function Answers({ message, parent }: AnswersProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const jump = useJump(message.thread_id);
  if (message.quote?.message_id === message.reply_to) return null;
  const name = parent ? say(parent.author.person.name) : "";
  // Of what is not loaded the number is not known either: it came before.
  const show = () => jump(parent ? parent.number : Math.max(1, message.number - 50));
  return (
    <p className={classes.answers} data-of-next-message="">
      <IconArrowBackUp size={16} stroke={1.75} aria-hidden="true" />
      <button type="button" onClick={() => void show()}>
        {parent ? t`Відповідь: ${name} «${shortened(parent)}»` : t`Відповідь на раніше повідомлення`}
      </button>
    </p>
  );
}

const QUOTE = 60;

function shortened({ body }: MessageOut): string {
  const words = displayText(body).replace(/\s+/g, " ").trim();
  return words.length > QUOTE ? `${words.slice(0, QUOTE).trimEnd()}…` : words;
}
