import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconDownload, IconFileText, IconLink, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ActionOut, EvidenceFacts } from "@/api/generated/types.gen";
import { evidenceQuery } from "@/data/actions";
import { Button } from "@/design/button";
import buttonClasses from "@/design/button.module.css";
import { Card, CardList } from "@/design/card";
import { EmptyState } from "@/design/states";
import { fileSize } from "@/lib/dates";
import { useReader } from "@/lib/reader";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./action.module.css";
import { AddEvidenceDialog } from "./add-evidence-dialog";

export const evidenceAnchor = (number: number) => `evidence-${number}`;

/** How all know that it is done. */
export function EvidenceCard({ action }: { action: ActionOut }) {
  const evidence = useQuery(evidenceQuery(action.id));
  const [adding, setAdding] = useState(false);
  const canAdd = action.allowed.includes("add_evidence");
  const count = evidence.data?.length ?? 0;
  return (
    <Card
      title={<Trans>Докази</Trans>}
      aside={count > 0 && <span className="v-tiny v-t2">{pieces(count)}</span>}
    >
      <QueryGate query={evidence} loading={<Trans>Завантажуємо докази…</Trans>}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={<Trans>Доказів ще немає</Trans>}>
              {canAdd ? (
                <Trans>Додайте файл, фото чи посилання, за якими інша організація перевірить роботу.</Trans>
              ) : (
                <Trans>Їх додає виконавець, щоб інша організація могла перевірити роботу.</Trans>
              )}
            </EmptyState>
          ) : (
            <CardList>
              {list.map((piece) => (
                <Piece key={piece.id} piece={piece} />
              ))}
            </CardList>
          )
        }
      </QueryGate>
      {canAdd && (
        <div className={classes.add}>
          <Button kind="quiet" onClick={() => setAdding(true)}>
            <IconPlus size={20} stroke={1.75} aria-hidden="true" />
            <Trans>Додати доказ</Trans>
          </Button>
        </div>
      )}
      {adding && <AddEvidenceDialog action={action} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function pieces(count: number): string {
  return plural(count, { one: "# доказ", few: "# докази", many: "# доказів", other: "# доказу" });
}

function Piece({ piece }: { piece: EvidenceFacts }) {
  const { t } = useLingui();
  const { say, dates, language } = useReader();
  const content = piece.file && `/api/v1/files/${piece.file.id}/content`;
  const address = content ?? (piece.url || null);
  const by = say(piece.added_by.person.name);
  const facts = [
    piece.file && fileSize(piece.file.size, language),
    piece.file?.name,
    by,
    dates.full(piece.added_at),
  ];
  return (
    <li id={evidenceAnchor(piece.number)} className={classes.evidence}>
      <span className={classes.thumb}>
        <Thumb piece={piece} content={content} />
      </span>
      <div>
        {address ? (
          <a href={address} {...(content ? { download: "" } : { target: "_blank", rel: "noreferrer" })}>
            {piece.title}
          </a>
        ) : (
          <b>{piece.title}</b>
        )}
        <p className="v-tiny v-t2">
          {t`Доказ ${piece.number}`} · {facts.filter(Boolean).join(" · ")}
        </p>
        {piece.note && <p className={`v-small v-t2 ${classes.note}`}>{piece.note}</p>}
      </div>
      {content && (
        <a
          className={buttonClasses.tool}
          href={content}
          download=""
          aria-label={t`Завантажити: ${piece.title}`}
        >
          <IconDownload size={20} stroke={1.75} aria-hidden="true" />
        </a>
      )}
    </li>
  );
}

function Thumb({ piece, content }: { piece: EvidenceFacts; content: string | null }) {
  if (content && piece.file?.media_type.startsWith("image/")) {
    return <img src={content} alt="" loading="lazy" />;
  }
  const Icon = piece.kind === "link" ? IconLink : IconFileText;
  return <Icon size={24} stroke={1.75} aria-hidden="true" />;
}
