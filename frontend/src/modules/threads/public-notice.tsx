import { Trans } from "@lingui/react/macro";
import { IconWorld } from "@tabler/icons-react";
import { Icon } from "@/ui/icon";
import classes from "./public-notice.module.css";

/** Who reads what is written: anybody, or anybody as soon as the group opens its page. */
export type ReadByAll = "now" | "later";

export const publicVisibility = (open: boolean | undefined): ReadByAll | null =>
  open === undefined ? null : open ? "now" : "later";

/** Above a field: whoever writes there writes for anybody. */
export function PublicNotice({ id, when }: { id?: string; when: ReadByAll }) {
  return (
    <p id={id} className={classes.toAll}>
      <Icon of={IconWorld} />
      {when === "now" ? (
        <Trans>Це прочитає будь-хто в інтернеті</Trans>
      ) : (
        <Trans>Це прочитає будь-хто в інтернеті, щойно група відкриє свою сторінку</Trans>
      )}
    </p>
  );
}
