import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconArrowDown,
  IconArrowUp,
  IconCircleCheck,
  IconHandStop,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from "@tabler/icons-react";
import { postQuestionTransitions, putQuestionPlace } from "@/api/generated/sdk.gen";
import type { QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import { DialogItem, MenuItem } from "../menu-item";
import { useGistCommand } from "./use-gist-command";

interface ItemsProps {
  thread: ThreadOut;
  question: QuestionOut;
  among: QuestionOut[];
}

/** What can be done with a question: some of it at once, and the rest by a dialog. */
export function QuestionMenuItems({ thread, question, among, ...menu }: ItemsProps & MenuPlace) {
  const { reopen, place } = useSteps(thread, question);
  const can = (action: QuestionOut["allowed"][number]) => question.allowed.includes(action);
  return (
    <OpenMenu {...menu}>
      {can("open") && (
        <MenuItem icon={IconPlayerPlay} onClick={() => reopen.mutate()}>
          {question.state === "proposed" ? (
            <Trans>Узяти до обговорення</Trans>
          ) : (
            <Trans>Відкрити знову</Trans>
          )}
        </MenuItem>
      )}
      <ResolveItems question={question} />
      {can("place") && question.state !== "declined" && (
        <PlaceItems question={question} among={among} onPlace={(before) => place.mutate(before)} />
      )}
      {can("edit") && (
        <DialogItem icon={IconPencil} opens={{ kind: "question", question }}>
          <Trans>Змінити</Trans>
        </DialogItem>
      )}
      {can("remove") && (
        <DialogItem icon={IconTrash} opens={{ kind: "removeQuestion", question }}>
          <Trans>Видалити питання…</Trans>
        </DialogItem>
      )}
    </OpenMenu>
  );
}

function ResolveItems({ question }: Pick<ItemsProps, "question">) {
  const { allowed } = question;
  return (
    <>
      {allowed.includes("answered") && (
        <DialogItem icon={IconCircleCheck} opens={{ kind: "resolveQuestion", question, to: "answered" }}>
          <Trans>Є відповідь…</Trans>
        </DialogItem>
      )}
      {allowed.includes("aside") && (
        <DialogItem icon={IconPlayerPause} opens={{ kind: "resolveQuestion", question, to: "aside" }}>
          <Trans>Відкласти…</Trans>
        </DialogItem>
      )}
      {allowed.includes("declined") && (
        <DialogItem icon={IconHandStop} opens={{ kind: "resolveQuestion", question, to: "declined" }}>
          <Trans>Не брати до обговорення…</Trans>
        </DialogItem>
      )}
    </>
  );
}

interface PlaceItemsProps extends Omit<ItemsProps, "thread"> {
  /** Before which other one it is to stand; null for the last place. */
  onPlace: (before: string | null) => void;
}

function PlaceItems({ question, among, onPlace }: PlaceItemsProps) {
  const nth = among.indexOf(question);
  const [before, after] = [among[nth - 1], among[nth + 1]];
  return (
    <>
      {before && (
        <MenuItem icon={IconArrowUp} onClick={() => onPlace(before.id)}>
          <Trans>Перемістити вище</Trans>
        </MenuItem>
      )}
      {after && (
        <MenuItem icon={IconArrowDown} onClick={() => onPlace(among[nth + 2]?.id ?? null)}>
          <Trans>Перемістити нижче</Trans>
        </MenuItem>
      )}
    </>
  );
}

/** What is done at once, without a word. */
function useSteps(thread: ThreadOut, { id, version }: QuestionOut) {
  const { t } = useLingui();
  const path = { question_id: id };
  const reopen = useGistCommand(thread.id, {
    version,
    run: (_, { ifMatch, idempotencyKey }) => {
      const headers = { ...ifMatch, ...idempotencyKey };
      return unwrap(postQuestionTransitions({ path, body: { to: "open" }, headers }));
    },
    success: t`Питання відкрито`,
  });
  const place = useGistCommand(thread.id, {
    run: (before: string | null, { idempotencyKey }) =>
      unwrap(putQuestionPlace({ path, body: { before }, headers: idempotencyKey })),
    success: t`Питання переміщено`,
  });
  return { reopen, place };
}
