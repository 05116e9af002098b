import { Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconCamera, IconClock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { ACCEPTED_FILES, LARGEST_FILE } from "@/api/upload";
import { useDialog } from "@/kit/use-dialog";
import { fileSize } from "@/lib/dates";
import { titleFrom } from "@/lib/file-kind";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { shrinkImage } from "@/lib/shrink-image";
import { PieceCount } from "@/modules/evidence/evidence-piece";
import type { EvidenceLack, OutgoingEvidence } from "@/outbox/items";
import { useOutgoingAnswers } from "@/outbox/outbox-provider";
import { dossierQuery } from "@/queries/dossiers";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { onDemand } from "@/ui/on-demand";
import { type AskedQuestion, isGiven } from "./asked-form";
import classes from "./forms.module.css";
import { goToQuestion } from "./parts";
import type { FormPlace } from "./use-answering";

const AddEvidenceDialog = onDemand(
  async () => (await import("@/modules/dossier/add-evidence")).AddDossierEvidence,
);

interface EvidenceProps {
  place: FormPlace;
  asked: AskedQuestion;
}

/** Evidence of an answer: any with a line, a file without one, which then waits beside its answer. */
export function AddEvidence({ place, asked }: EvidenceProps) {
  const adding = useDialog();
  const online = useOnline();
  const dossier = useQuery(dossierQuery(place.dossierId));
  const { queue, problem } = useQueue({ place, asked });
  const { answer, evidence } = asked.question;
  const hasDialog = online && answer !== null && dossier.data !== undefined;
  const mayAdd = hasDialog || isGiven(asked.given);
  const count = (answer?.evidence_count ?? 0) + asked.evidence.length;
  return (
    <div className={classes.evidence}>
      <AddButton
        mayAdd={mayAdd}
        isFirst={count === 0}
        onOpen={hasDialog ? () => adding.open() : null}
        onChoose={queue}
      />
      <PieceCount count={answer?.evidence_count ?? 0} />
      {!mayAdd && (
        <p className="v-small v-t2">
          {evidence === "required" && <Trans>Тут потрібен доказ.</Trans>}{" "}
          <Trans>Спершу дайте відповідь, тоді додайте доказ.</Trans>
        </p>
      )}
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {adding.render(
        (_, close) =>
          answer &&
          dossier.data && (
            <AddEvidenceDialog dossier={dossier.data} subject={`answer:${answer.id}`} onClose={close} />
          ),
      )}
    </div>
  );
}

interface AddButtonProps {
  mayAdd: boolean;
  isFirst: boolean;
  /** Opens the dialog for all kinds of evidence, where there is a line for that. */
  onOpen: (() => void) | null;
  onChoose: (file: File) => Promise<void>;
}

function AddButton({ mayAdd, isFirst, onOpen, onChoose }: AddButtonProps) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      {mayAdd && (
        <Button kind="quiet" className={classes.dashed} onClick={onOpen ?? (() => input.current?.click())}>
          <Icon of={IconCamera} />
          <AddWords hasDialog={onOpen !== null} isFirst={isFirst} />
        </Button>
      )}
      {/* It stays while the camera is open, whatever becomes of the line meanwhile. */}
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPTED_FILES}
        aria-label={t`Фото чи файл`}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen) void onChoose(chosen);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

function AddWords({ hasDialog, isFirst }: { hasDialog: boolean; isFirst: boolean }) {
  if (hasDialog) return isFirst ? <Trans>Додати доказ</Trans> : <Trans>Ще доказ</Trans>;
  return isFirst ? <Trans>Додати фото чи файл</Trans> : <Trans>Ще фото чи файл</Trans>;
}

const FILM = /\.(mp4|m4v|mov|avi|mkv|3gp|wmv|mpe?g)$/i;
const isFilm = ({ type, name }: File) =>
  type.startsWith("video/") || (!type.startsWith("audio/") && FILM.test(name));
const isAccepted = ({ name }: File) =>
  ACCEPTED_FILES.split(",").some((ending) => name.toLowerCase().endsWith(ending));
const MOST_OF_TITLE = 200;

/** Keep a file on this device until it is sent, or say why it cannot be. */
function useQueue({ place, asked }: EvidenceProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const { outbox } = useOutgoingAnswers(place.submissionId);
  const [problem, setProblem] = useState<string | null>(null);
  const refuse = (chosen: File) => {
    if (isFilm(chosen))
      return t`Відео як докази не зберігають: на ньому видно людей, які на це не погоджувалися. Опишіть, що на ньому видно.`;
    if (!isAccepted(chosen))
      return t`Додайте зображення, PDF, офісний документ, простий текст, звукозапис або файл е-підпису.`;
    return null;
  };
  const keep = async (chosen: File) => {
    const file = await shrinkImage(chosen);
    if (file.size > LARGEST_FILE) return t`Файл завеликий: можна до 20 МБ. Виберіть менший`;
    const label = localize(asked.question.label);
    const title = file.type.startsWith("image/") ? t`Фото: ${label}` : titleFrom(file);
    const proved = { dossier_id: place.dossierId, submission_id: place.submissionId };
    const evidence = { ...proved, evidence_of: asked.question.name, title: title.slice(0, MOST_OF_TITLE) };
    const isKept = await outbox?.addEvidence(evidence, file);
    return isKept
      ? null
      : t`Файл не збережено: на цьому пристрої замало місця. Додайте його, коли буде зв’язок.`;
  };
  const queue = async (chosen: File) => setProblem(refuse(chosen) ?? (await keep(chosen)));
  return { queue, problem };
}

/** Files that are not on the server yet, each with why, and the way to remove it. */
export function OutgoingEvidenceList({ place, asked }: EvidenceProps) {
  const { t } = useLingui();
  if (asked.evidence.length === 0) return null;
  return (
    <ul aria-label={t`Докази, яких ще немає на сервері`}>
      {asked.evidence.map((one) => (
        <OutgoingPiece key={one.client_id} place={place} asked={asked} piece={one} />
      ))}
    </ul>
  );
}

function OutgoingPiece({ place, asked, piece }: EvidenceProps & { piece: OutgoingEvidence }) {
  const { t } = useLingui();
  const { language } = useLocale();
  const { outbox } = useOutgoingAnswers(place.submissionId);
  const { client_id, name, size, refusal } = piece;
  /** The button that was pressed goes: the keyboard stays at the question. */
  const settle = async (settled: Promise<void> | undefined) => {
    await settled;
    goToQuestion(asked.question.name);
  };
  const file = `${name}, ${fileSize(size, language)}`;
  return (
    <li className={classes.outgoing}>
      {refusal === null ? (
        <p className={classes.state}>
          <Icon of={IconClock} size={16} />
          <span>
            {file}. <WaitingWords asked={asked} />
          </span>
        </p>
      ) : (
        <div className={classes.refused} role="alert">
          <p className={classes.state}>
            <Icon of={IconAlertTriangle} size={16} />
            <span>
              {file}. <RefusalWords refusal={refusal} />
            </span>
          </p>
        </div>
      )}
      {refusal !== null && (
        <Button
          kind="ghost"
          aria-label={t`Надіслати ще раз: ${name}`}
          onClick={() => void settle(outbox?.retry(client_id))}
        >
          <Trans>Надіслати ще раз</Trans>
        </Button>
      )}
      <Button
        kind="ghost"
        aria-label={t`Прибрати: ${name}`}
        onClick={() => void settle(outbox?.cancel(client_id))}
      >
        <Trans>Прибрати</Trans>
      </Button>
    </li>
  );
}

function WaitingWords({ asked: { outgoing } }: { asked: AskedQuestion }) {
  const online = useOnline();
  if (outgoing && outgoing.refusal !== null) return <Trans>Чекає на вашу відповідь</Trans>;
  return online ? <Trans>Надсилаємо</Trans> : <Trans>Чекає зв’язку</Trans>;
}

function RefusalWords({ refusal }: { refusal: string }) {
  const lacks: Record<EvidenceLack, ReactNode> = {
    no_answer: <Trans>Спершу потрібна відповідь на запитання.</Trans>,
    no_file: <Trans>Файлу більше немає на цьому пристрої: додайте його ще раз.</Trans>,
  };
  return (
    <>
      <Trans>Не додано:</Trans> {lacks[refusal as EvidenceLack] ?? refusal}
    </>
  );
}
