import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { answerHistoryQuery } from "@/queries/forms";
import { HistoryList } from "@/ui/history-list";
import { InfoDialog } from "@/ui/info-dialog";
import { useAnswerWords } from "./answer-value";
import type { AskedQuestion } from "./asked-form";
import type { FormPlace } from "./use-answering";

interface AnswerHistoryProps {
  place: FormPlace;
  asked: AskedQuestion;
  onClose: () => void;
}

/** All answers to a question, by whom and why, the present one first. */
export function AnswerHistory({ place, asked: { question }, onClose }: AnswerHistoryProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const sayAnswer = useAnswerWords();
  const history = useQuery(answerHistoryQuery(place.dossierId, place.submissionId, question.name));
  return (
    <InfoDialog title={t`Історія відповіді`} onClose={onClose}>
      <QueryBoundary query={history}>
        {(versions) => (
          <HistoryList
            exact
            items={versions.map((one) => ({ ...one, id: String(one.version), at: one.answered_at }))}
            tell={(one) => ({
              title: sayAnswer(question, one),
              details: [localize(one.answered_by.name), one.reason && `«${one.reason}»`, one.note]
                .filter(Boolean)
                .join(" "),
            })}
          />
        )}
      </QueryBoundary>
    </InfoDialog>
  );
}
