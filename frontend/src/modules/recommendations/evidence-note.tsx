import { Plural, Trans } from "@lingui/react/macro";
import { IconPaperclip, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { AddRecommendationEvidence } from "./add-evidence";
import classes from "./evidence-note.module.css";

interface EvidenceNoteProps {
  recommendation: RecommendationPageOut;
  error: ReactNode;
}

/** Before a step that needs evidence: how much there is, and a way to add some. */
export function EvidenceNote({ recommendation, error }: EvidenceNoteProps) {
  const adding = useDialog();
  const { evidence_count: count, allowed } = recommendation;
  return (
    <div className={classes.evidenceNote}>
      <p className="v-meta">
        <span>
          <Icon of={IconPaperclip} size={16} />
          {count === 0 ? (
            <Trans>Доказів ще немає: додайте хоча б один, за яким видно, що зроблено.</Trans>
          ) : (
            <Plural
              value={count}
              one="Додано # доказ."
              few="Додано # докази."
              many="Додано # доказів."
              other="Додано # доказу."
            />
          )}
        </span>
      </p>
      {error}
      {allowed.includes("add_evidence") && (
        <Button kind={count === 0 ? "quiet" : "ghost"} onClick={() => adding.open()}>
          <Icon of={IconPlus} />
          <Trans>Додати доказ</Trans>
        </Button>
      )}
      {adding.render((_, close) => (
        <AddRecommendationEvidence recommendation={recommendation} onClose={close} />
      ))}
    </div>
  );
}
