import { Plural, Trans, useLingui } from "@lingui/react/macro";
import {
  IconCircleDashed,
  IconClipboardCheck,
  IconMail,
  IconPaperclip,
  IconRosetteDiscountCheck,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { Chain, ChainStep } from "@/modules/actions/chain";
import { useRecommendationWords } from "@/modules/recommendations/use-words";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";

interface Props {
  recommendation: RecommendationPageOut;
}

/** From the issue to the verification by another organisation, on one line. */
export function PathCard({ recommendation }: Props) {
  return (
    <Card title={<Trans>Шлях рекомендації</Trans>} padded>
      <Chain>
        <Issued recommendation={recommendation} />
        <Answered recommendation={recommendation} />
        <Worked recommendation={recommendation} />
        <Verified recommendation={recommendation} />
      </Chain>
    </Card>
  );
}

function useDay() {
  const { dates } = useLocale();
  return (at: string | null) => (at ? dates.long(dates.day(at)) : undefined);
}

function Issued({ recommendation }: Props) {
  const { t } = useLingui();
  const day = useDay();
  return (
    <ChainStep
      icon={<Icon of={IconClipboardCheck} />}
      label={day(recommendation.issued_at)}
      title={t`Видано`}
      mark="ok"
    />
  );
}

function Answered({ recommendation }: Props) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const words = useRecommendationWords();
  const day = useDay();
  const { response, responded_at, due_on, waiting, implementation } = recommendation;
  const due = due_on && t`строк відповіді ${dates.long(due_on)}`;
  const isPending = response === "pending";
  const isLast = !isPending && implementation === "not_started";
  return (
    <ChainStep
      icon={<Icon of={IconMail} />}
      label={[day(responded_at), due].filter(Boolean).join(" · ")}
      title={isPending ? t`Відповідь адресата` : words.response(response)}
      mark={waiting === "answer" ? "you" : isPending ? "pending" : isLast ? "now" : "ok"}
    />
  );
}

function Worked({ recommendation }: Props) {
  const { t } = useLingui();
  const words = useRecommendationWords();
  const day = useDay();
  const { implementation, implementation_since, evidence_count: count } = recommendation;
  const isDone = implementation === "verified";
  const begun = implementation !== "not_started";
  const pieces: ReactNode = count > 0 && (
    <Plural value={count} one="# доказ" few="# докази" many="# доказів" other="# доказу" />
  );
  return (
    <ChainStep
      icon={<Icon of={begun ? IconPaperclip : IconCircleDashed} />}
      label={isDone ? undefined : day(begun ? implementation_since : null)}
      title={
        isDone || !begun
          ? t({ message: "Виконання", context: "recommendation" })
          : words.implementation(implementation)
      }
      note={pieces}
      mark={isDone ? "ok" : begun ? "now" : "pending"}
    />
  );
}

function Verified({ recommendation }: Props) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const day = useDay();
  const { implementation, implementation_since, waiting, verified_for } = recommendation;
  if (implementation === "closed_not_implemented") return null;
  const isDone = implementation === "verified";
  return (
    <ChainStep
      icon={<Icon of={IconRosetteDiscountCheck} />}
      label={isDone ? day(implementation_since) : undefined}
      title={isDone ? t`Підтверджено` : t`Перевірка іншої організації`}
      note={verified_for && localize(verified_for.short_name)}
      mark={isDone ? "ok" : waiting === "verify" ? "you" : "pending"}
    />
  );
}
