import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconDownload, IconExternalLink, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ActionOut, EvidenceOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { useDownload } from "@/kit/use-download";
import { fileSize } from "@/lib/dates";
import { kindOfFile } from "@/lib/file-kind";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { AddEvidenceDialog } from "@/modules/actions/add-evidence-dialog";
import { useSpokenBy } from "@/modules/mandates/voices";
import { evidenceQuery } from "@/queries/actions";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";
import { EVIDENCE_ICONS, evidenceAnchor } from "./evidence-kinds";
import { EvidenceMenu } from "./evidence-removal";
import { EvidenceTombstone } from "./evidence-tombstone";

/** Larger pictures are not fetched for the sake of a thumbnail. */
const LARGEST_THUMBNAIL = 600 * 1024;

/** How everybody knows. */
export function EvidenceCard({ action }: { action: ActionOut }) {
  const evidence = useQuery(evidenceQuery(action.id));
  const adding = useDialog();
  const mayAdd = action.allowed.includes("add_evidence");
  const add = mayAdd && (
    <Button kind="ghost" className={classes.headButton} onClick={() => adding.open()}>
      <Icon of={IconPlus} />
      <Trans>Додати доказ</Trans>
    </Button>
  );
  return (
    <SectionCard
      title={<Trans>Докази</Trans>}
      aside={add || <PieceCount count={action.evidence_count} />}
      query={evidence}
      loading={<Trans>Завантажуємо докази…</Trans>}
      empty={
        <EmptyState title={<Trans>Доказів ще немає</Trans>}>
          <Trans>Тут будуть файли, фото, посилання й показники, за якими видно, що зроблено.</Trans>
        </EmptyState>
      }
      dialogs={adding.render((_, close) => <AddEvidenceDialog action={action} onClose={close} />)}
    >
      {(piece) => <Piece key={piece.id} actionId={action.id} piece={piece} />}
    </SectionCard>
  );
}

function PieceCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="v-tiny v-t2">
      <Plural value={count} one="# доказ" few="# докази" many="# доказів" other="# доказу" />
    </span>
  );
}

interface PieceProps {
  actionId: string;
  piece: EvidenceOut;
}

function Piece({ actionId, piece }: PieceProps) {
  const removed = piece.hidden !== null || piece.withdrawn_at !== null;
  const View = removed ? EvidenceTombstone : PresentPiece;
  return (
    <li id={evidenceAnchor(piece.number)} className={classes.piece} tabIndex={-1}>
      <View actionId={actionId} piece={piece} />
    </li>
  );
}

function PresentPiece({ actionId, piece }: PieceProps) {
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
        <EvidenceMenu actionId={actionId} piece={piece} />
      </div>
    </>
  );
}

function PieceTitle({ piece, onFetch }: { piece: EvidenceOut; onFetch: () => void }): ReactNode {
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
function Origin({ piece }: { piece: EvidenceOut }) {
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

function Thumbnail({ piece }: { piece: EvidenceOut }) {
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
