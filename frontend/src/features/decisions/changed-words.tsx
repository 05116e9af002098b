import { Trans } from "@lingui/react/macro";
import { useState } from "react";

interface Props {
  /** What is stored now; empty: nothing. */
  stored: string;
  own: string;
}

/** What somebody else has written since the dialog was opened: one’s own words stay in the field beside it. */
export function ChangedWords({ stored, own }: Props) {
  const [first] = useState(stored);
  if (stored === "" || [first, own].includes(stored)) return null;
  return (
    <p role="status" className="v-small">
      <Trans>Хтось уже змінив ці слова. Тепер там: «{stored}»</Trans>
    </p>
  );
}
