import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { Text } from "@/api/generated/types.gen";

interface Props {
  /** What is stored now; nothing where it was taken back. */
  stored: Text | undefined;
  own: string;
}

const wordsOf = (text: Text | undefined) => [text?.uk, text?.en].filter(Boolean).join(" / ");

/** What somebody else has written since the dialog was opened: one’s own words stay in the field beside it. */
export function ChangedWords({ stored, own }: Props) {
  const [first] = useState(wordsOf(stored));
  const words = wordsOf(stored);
  if (words === first || words === own) return null;
  return (
    <p role="status" className="v-small">
      {words === "" ? (
        <Trans>Хтось уже прибрав ці слова.</Trans>
      ) : (
        <Trans>Хтось уже змінив ці слова. Тепер там: «{words}»</Trans>
      )}
    </p>
  );
}
