import { Plural, useLingui } from "@lingui/react/macro";
import { IconDownload, IconExternalLink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useDownload } from "@/kit/use-download";
import { fileSize } from "@/lib/dates";
import { kindOfFile } from "@/lib/file-kind";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { useSpokenBy } from "@/modules/mandates/voices";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./evidence.module.css";
import { EVIDENCE_ICONS, evidenceAnchor, type Piece } from "./evidence-kinds";
import { EvidenceTombstone } from "./evidence-tombstone";

/** Larger pictures are not fetched for the sake of a thumbnail. */
const LARGEST_THUMBNAIL = 600 * 1024;

/** «2 докази»; nothing where there is none. */
export function PieceCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="v-tiny v-t2">
      <Plural value={count} one="# доказ" few="# докази" many="# доказів" other="# доказу" />
    </span>
  );
}

interface EvidencePieceProps {
  piece: Piece;
  /** The ways to remove it. */
  menu: ReactNode;
  /** How it is shown again once it was hidden. */
  restore?: ReactNode;
}

/** One piece of evidence in a list: what it is, who added it when, and its file; or that it was there. */
export function EvidencePiece({ piece, menu, restore }: EvidencePieceProps) {
  const removed = piece.hidden !== null || piece.withdrawn_at !== null;
  return (
    <li id={evidenceAnchor(piece.number)} className={classes.piece} tabIndex={-1}>
      {removed ? (
        <EvidenceTombstone piece={piece}>{restore}</EvidenceTombstone>
      ) : (
        <PresentPiece piece={piece} menu={menu} />
      )}
    </li>
  );
}

function PresentPiece({ piece, menu }: Pick<EvidencePieceProps, "piece" | "menu">) {
  const { t } = useLingui();
  const download = useDownload();
  const { file, title, url } = piece;
  const fetchFile = () => file && !download.isPending && download.mutate(file.id);
  return (
    <>
      <Thumbnail piece={piece} />
      <div>
        <p className={classes.pieceTitle}>
          <PieceTitle piece={piece} onFetch={fetchFile} />
        </p>
        {piece.note && <p className={piece.kind === "indicator" ? "v-b" : undefined}>{piece.note}</p>}
        <Origin piece={piece} />
      </div>
      <div className={classes.pieceTools}>
        {file && (
          <Button
            kind="ghost"
            icon
            className={classes.wideOnly}
            aria-label={t`Завантажити: ${title}`}
            busy={download.isPending}
            onClick={fetchFile}
          >
            <Icon of={IconDownload} />
          </Button>
        )}
        {!file && url && (
          <span className={`${classes.wideOnly} ${classes.outside}`}>
            <Icon of={IconExternalLink} />
          </span>
        )}
        {menu}
      </div>
    </>
  );
}

function PieceTitle({ piece, onFetch }: { piece: Piece; onFetch: () => void }): ReactNode {
  const { file, title, url } = piece;
  if (file) {
    return (
      <button type="button" className={classes.pieceLink} onClick={onFetch}>
        {title}
      </button>
    );
  }
  if (!url) return <b>{title}</b>;
  return (
    <a className={classes.pieceLink} href={url} target="_blank" rel="noreferrer">
      {title}
    </a>
  );
}

/** «Доказ 1 · PDF, 1,2 МБ · Оксана Мельничук, 5 грудня, 11:40» */
function Origin({ piece }: { piece: Piece }) {
  const { t } = useLingui();
  const { localize: say, dates, language } = useLocale();
  const spokenBy = useSpokenBy();
  const { file, added_by, by_link, added_at, number } = piece;
  const what = file ? `${kindOfFile(file)}, ${fileSize(file.size, language)}` : hostOf(piece.url);
  const body = by_link ? say(by_link) : "";
  const by = added_by ? spokenBy(added_by) : t`за посиланням, ${body}`;
  const who = `${by}, ${dates.full(added_at)}`;
  return <p className="v-tiny v-t2">{[t`Доказ ${number}`, what, who].filter(Boolean).join(DOT)}</p>;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}

function Thumbnail({ piece }: { piece: Piece }) {
  const { file, kind } = piece;
  const Glyph = EVIDENCE_ICONS[kind];
  const isPicture = file?.media_type.startsWith("image/") && file.size <= LARGEST_THUMBNAIL;
  return (
    <span className={classes.thumbnail}>
      {file && isPicture ? (
        <img src={`/api/v1/files/${file.id}/content`} alt="" width={56} height={56} loading="lazy" />
      ) : (
        <Icon of={Glyph} size={24} />
      )}
    </span>
  );
}
