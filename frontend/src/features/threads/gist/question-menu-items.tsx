import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
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
import { useThreadDialog } from "../active-dialog";
import { useGistCommand } from "./use-gist-command";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

interface QuestionMenuItemsProps extends MenuPlace {
  thread: ThreadOut;
  question: QuestionOut;
  among: QuestionOut[];
}

/** What can be done with a question: some of it at once, and the rest by a dialog. */
export function QuestionMenuItems({ thread, question, among, ...menu }: QuestionMenuItemsProps) {
  const { reopen, place } = useSteps(thread, question);
  const open = useThreadDialog();
  const can = (action: QuestionOut["allowed"][number]) => question.allowed.includes(action);
  const nth = among.indexOf(question);
  const [before, after] = [among[nth - 1], among[nth + 1]];
  const moves = can("place") && question.state !== "declined";
  return (
    <OpenMenu {...menu}>
      {can("open") && (
        <Menu.Item leftSection={<IconPlayerPlay {...ICON} />} onClick={() => reopen.mutate()}>
          {question.state === "proposed" ? (
            <Trans>Узяти до обговорення</Trans>
          ) : (
            <Trans>Відкрити знову</Trans>
          )}
        </Menu.Item>
      )}
      {can("answered") && (
        <Menu.Item
          leftSection={<IconCircleCheck {...ICON} />}
          onClick={() => open({ kind: "resolveQuestion", question, to: "answered" })}
        >
          <Trans>Є відповідь…</Trans>
        </Menu.Item>
      )}
      {can("aside") && (
        <Menu.Item
          leftSection={<IconPlayerPause {...ICON} />}
          onClick={() => open({ kind: "resolveQuestion", question, to: "aside" })}
        >
          <Trans>Відкласти…</Trans>
        </Menu.Item>
      )}
      {can("declined") && (
        <Menu.Item
          leftSection={<IconHandStop {...ICON} />}
          onClick={() => open({ kind: "resolveQuestion", question, to: "declined" })}
        >
          <Trans>Не брати до обговорення…</Trans>
        </Menu.Item>
      )}
      {moves && before && (
        <Menu.Item leftSection={<IconArrowUp {...ICON} />} onClick={() => place.mutate(before.id)}>
          <Trans>Перемістити вище</Trans>
        </Menu.Item>
      )}
      {moves && after && (
        <Menu.Item
          leftSection={<IconArrowDown {...ICON} />}
          onClick={() => place.mutate(among[nth + 2]?.id ?? null)}
        >
          <Trans>Перемістити нижче</Trans>
        </Menu.Item>
      )}
      {can("edit") && (
        <Menu.Item
          leftSection={<IconPencil {...ICON} />}
          onClick={() => open({ kind: "question", question })}
        >
          <Trans>Змінити</Trans>
        </Menu.Item>
      )}
      {can("remove") && (
        <Menu.Item
          leftSection={<IconTrash {...ICON} />}
          onClick={() => open({ kind: "removeQuestion", question })}
        >
          <Trans>Видалити питання…</Trans>
        </Menu.Item>
      )}
    </OpenMenu>
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
