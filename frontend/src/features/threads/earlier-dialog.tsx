import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { MessageOut } from "@/api/generated/types.gen";
import { earlierQuery } from "@/data/threads";
import { useReturnFocus } from "@/design/use-return-focus";
import { useReader } from "@/lib/reader";
import { DOT } from "@/lib/text";
import { QueryGate } from "@/widgets/query-gate";
import { SafeHtml } from "@/widgets/safe-html";
import classes from "./thread.module.css";

interface EarlierDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** What a message says, and what it said before: the latest wording first. */
export function EarlierDialog({ message, onClose }: EarlierDialogProps) {
  const { t } = useLingui();
  const { dates } = useReader();
  const earlier = useQuery(earlierQuery(message));
  useReturnFocus(true);
  const now = { version: message.version, html: message.html, written_at: message.edited_at ?? "" };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Як це повідомлення змінювали`}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      <QueryGate query={earlier} loading={t`Завантажуємо попередні версії…`}>
        {(wordings) => (
          <ol className={classes.wordings} reversed>
            {[now, ...wordings.toReversed()].map((one) => (
              <li key={one.version}>
                <p className="v-t2">
                  {one === now && (
                    <>
                      <Trans>Тепер</Trans>
                      {DOT}
                    </>
                  )}
                  <time dateTime={one.written_at}>{dates.full(one.written_at)}</time>
                </p>
                <SafeHtml html={one.html} />
              </li>
            ))}
          </ol>
        )}
      </QueryGate>
    </Modal>
  );
}
