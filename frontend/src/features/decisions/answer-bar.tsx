import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useWide } from "@/lib/use-wide";
import { ANSWER } from "@/modules/decisions/anchors";
import classes from "@/modules/decisions/decision.module.css";
import { WaitsPill, waitsForReader } from "@/modules/decisions/marks";
import { useCloseText } from "@/modules/decisions/use-close-text";
import { Button } from "@/ui/button";

/** Whether the answer box is on the screen. */
function useIsInView(wanted: boolean): boolean {
  const [isInView, setInView] = useState(false);
  useEffect(() => {
    const box = wanted && document.getElementById(ANSWER);
    if (!box) return;
    const observer = new IntersectionObserver((entries) =>
      setInView(entries.some((one) => one.isIntersecting)),
    );
    observer.observe(box);
    return () => observer.disconnect();
  }, [wanted]);
  return isInView;
}

/** On a phone, above the tabs: the way to the answer that is waited for, until that is in view. */
export function AnswerBar({ decision }: { decision: DecisionOut }) {
  const wide = useWide();
  const closeText = useCloseText();
  const isWanted = !wide && waitsForReader(decision);
  const isInView = useIsInView(isWanted);
  if (!isWanted || isInView) return null;
  const lead = () => {
    const box = document.getElementById(ANSWER);
    box?.scrollIntoView();
    box?.focus({ preventScroll: true });
  };
  return (
    <div className={classes.bar}>
      <span>
        <WaitsPill />
        <span className="v-tiny v-t2">{closeText(decision)}</span>
      </span>
      <Button kind="call" onClick={lead}>
        <Trans context="decision">Відповісти</Trans>
      </Button>
    </div>
  );
}
