import { useLocale } from "@/lib/locale";
import type { AskedQuestion } from "./asked-form";
import classes from "./forms.module.css";

/** «Б5 Чи працює кнопка виклику чергового?» */
export function QuestionLabel({ asked: { number, question } }: { asked: AskedQuestion }) {
  const { localize } = useLocale();
  return (
    <span className={classes.label}>
      {number && <span className={classes.number}>{number}</span>} <span>{localize(question.label)}</span>
    </span>
  );
}
