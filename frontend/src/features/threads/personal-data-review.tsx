import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import type { OutgoingMessage } from "@/outbox/items";
import type { Outbox } from "@/outbox/outbox";
import { PersonalDataDialog } from "./on-demand";

/** Whoever wrote it a moment ago is asked at once; later nobody is called away from what they do. */
const AT_ONCE_MS = 30_000;

const isFresh = ({ written_at }: OutgoingMessage) => Date.now() - Date.parse(written_at) < AT_ONCE_MS;

/** All that is read of it, by the pointers of its fields. */
function textsOf({ body, attachments = [] }: OutgoingMessage): Record<string, string> {
  const files = attachments.flatMap(({ alt, file }, nth) => [
    [`/attachments/${nth}/alt`, alt],
    [`/attachments/${nth}/file_id`, file.name],
  ]);
  return { "/body": body, ...Object.fromEntries(files) };
}

interface WeighingProps {
  letters: OutgoingMessage[];
  /** A letter that its writer wants to look at now. */
  opened: string | null;
  onOpen: (clientId: string | null) => void;
  outbox: Outbox | null;
  onReword: (letter: OutgoingMessage) => void;
}

/** Letters that would give something away wait here for a word of their writer. */
export function PersonalDataReview({ letters, opened, onOpen, outbox, onReword }: WeighingProps) {
  const { t } = useLingui();
  const asked = useRef(new Set<string>());
  const waiting = letters.filter((one) => one.concerns?.length);
  const next = waiting.find((one) => !asked.current.has(one.client_id) && isFresh(one))?.client_id;
  useEffect(() => {
    if (!next || opened) return;
    asked.current.add(next);
    onOpen(next);
  }, [next, opened, onOpen]);
  const letter = waiting.find((one) => one.client_id === opened);
  if (!letter) return null;
  const close = () => onOpen(null);
  return (
    <PersonalDataDialog
      concerns={letter.concerns ?? []}
      texts={textsOf(letter)}
      anyway={t`Усе одно надіслати`}
      onReword={() => {
        close();
        onReword(letter);
      }}
      onConfirm={(kinds) => {
        close();
        void outbox?.confirm(letter.client_id, kinds);
      }}
      onClose={close}
    />
  );
}
