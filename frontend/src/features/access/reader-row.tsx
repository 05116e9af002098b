import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { GroundOut, PersonAccess } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import type { EntityRef } from "@/queries/keys";
import { Button } from "@/ui/button";
import classes from "./access.module.css";
import { AccessReasonLine } from "./access-reason-line";
import { EndShareDialog } from "./end-share-dialog";
import { HistoryLink } from "./history-link";

interface ReaderRowProps {
  reader: PersonAccess;
  thing: EntityRef;
  mayEnd: boolean;
  /** Whether the reader of the page may look up what others see, and saw. */
  looksUp: boolean;
}

/** Somebody who sees the thing, and every reason why; a guest's share can be taken back here. */
export function ReaderRow({ reader, thing, mayEnd, looksUp }: ReaderRowProps) {
  const { localize: say } = useLocale();
  const [ending, setEnding] = useState<GroundOut | null>(null);
  const name = say(reader.person.name);
  const sector = reader.grounds.find((ground) => ground.organisation)?.organisation?.sector ?? null;
  return (
    <li className={classes.reader}>
      <PersonAvatar name={name} sector={sector} />
      <div className={classes.name}>
        <b>{name}</b>
        {looksUp && <HistoryLink personId={reader.person.id} name={name} thing={thing} />}
      </div>
      <ul className={classes.grounds}>
        {reader.grounds.map((ground) => (
          <li key={ground.id} className={classes.held}>
            <AccessReasonLine ground={ground} gender={reader.person.gender} />
            {mayEnd && ground.kind === "guest_share" && (
              <EndButton name={name} onPress={() => setEnding(ground)} />
            )}
          </li>
        ))}
      </ul>
      {ending && (
        <EndShareDialog shareId={ending.id} name={name} thing={thing} onClose={() => setEnding(null)} />
      )}
    </li>
  );
}

function EndButton({ name, onPress }: { name: string; onPress: () => void }) {
  const { t } = useLingui();
  return (
    <Button kind="quiet" aria-label={t`Припинити доступ: ${name}`} onClick={onPress}>
      <Trans>Припинити</Trans>
    </Button>
  );
}
