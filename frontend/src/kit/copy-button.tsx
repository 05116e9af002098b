import { useLingui } from "@lingui/react/macro";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { toast } from "@/ui/toast";

/** Puts words into the clipboard; where the browser refuses, says so and answers false. */
export function useCopy(): (text: string) => Promise<boolean> {
  const { t } = useLingui();
  return async (text) => {
    try {
      // A page without HTTPS has no clipboard at all.
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      toast(t`Браузер не дав скопіювати. Виділіть текст і скопіюйте його самі.`, { kind: "failed" });
      return false;
    }
  };
}

/** Copies what is shown once, and says that it did. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useLingui();
  const copy = useCopy();
  const [copied, setCopied] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => void copy(text).then(setCopied)}>
        {copied ? <Icon of={IconCheck} /> : <Icon of={IconCopy} />}
        {copied ? t`Скопійовано` : t`Скопіювати`}
      </Button>
      <span className="v-hidden" role="status">
        {copied ? t`Скопійовано` : ""}
      </span>
    </>
  );
}
