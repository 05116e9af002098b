import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowBackUp, IconEyeOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { HiddenEvidenceOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useSpokenBy } from "@/modules/mandates/voices";
import { Icon } from "@/ui/icon";
import classes from "./evidence.module.css";
import type { Piece } from "./evidence-kinds";

interface TombstoneProps {
  piece: Piece;
  /** How a hidden one is shown again. */
  children?: ReactNode;
}

/** What stands where evidence was withdrawn or hidden: that it was there, and who removed it when and why. */
export function EvidenceTombstone({ piece, children }: TombstoneProps) {
  const { dates } = useLocale();
  const { hidden, number, withdrawn_at } = piece;
  const withdrawn = withdrawn_at && dates.full(withdrawn_at);
  return (
    <>
      <span className={classes.thumbnail}>
        {hidden ? <Icon of={IconEyeOff} size={24} /> : <Icon of={IconArrowBackUp} size={24} />}
      </span>
      <div>
        <p className="v-b">
          {hidden ? <Trans>Доказ {number} приховано</Trans> : <Trans>Доказ {number} відкликано</Trans>}
        </p>
        {hidden && <HiddenBy hidden={hidden} />}
        <p className="v-tiny v-t2">
          <AddedBy piece={piece} />
        </p>
        {withdrawn && (
          <p className="v-tiny v-t2">
            <Trans>Відкликано: {withdrawn}</Trans>
          </p>
        )}
        {hidden && children}
      </div>
    </>
  );
}

function HiddenBy({ hidden }: { hidden: HiddenEvidenceOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const by = useSpokenBy()(hidden.by);
  const who = `${by}, ${dates.full(hidden.at)}`;
  const said = hidden.reason;
  const quoted = t`«${said}»`;
  return (
    <>
      <p>{quoted}</p>
      <p className="v-tiny v-t2">
        {hidden.officer ? (
          <Trans>Приховано відповідальною особою із захисту персональних даних: {who}</Trans>
        ) : (
          <Trans>Приховано: {who}</Trans>
        )}
      </p>
    </>
  );
}

function AddedBy({ piece }: { piece: Piece }) {
  const { localize: say, dates } = useLocale();
  const spokenBy = useSpokenBy();
  const body = piece.by_link && say(piece.by_link);
  const by = piece.added_by ? spokenBy(piece.added_by) : body;
  const added = [by, dates.full(piece.added_at)].filter(Boolean).join(", ");
  return body ? <Trans>Додано за посиланням: {added}</Trans> : <Trans>Додано: {added}</Trans>;
}
