import { useLingui } from "@lingui/react/macro";
import { IconPaperclip } from "@tabler/icons-react";
import { useRef } from "react";
import { ACCEPTED_FILES } from "@/api/upload";
import { ToolButton } from "@/ui/button";
import { toast } from "@/ui/toast";
import { useWhyNoFiles } from "./bring/why-no-files";
import type { Attaching } from "./use-attachments";

/** Chooses files for the next message. Without a line it says why it cannot, and stays where it is. */
export function AttachButton({ attaching }: { attaching: Attaching }) {
  const { t } = useLingui();
  const why = useWhyNoFiles(attaching);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ToolButton
        label={t`Додати файли`}
        aria-disabled={why !== null || undefined}
        onClick={() => (why ? toast(why) : input.current?.click())}
      >
        <IconPaperclip size={20} stroke={1.75} aria-hidden="true" />
      </ToolButton>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ACCEPTED_FILES}
        aria-label={t`Файли`}
        onChange={(event) => {
          attaching.add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
