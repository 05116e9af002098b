import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { putThreadAttention } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { invalidateCounts, keys } from "@/queries/keys";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import { announce } from "@/ui/toast";
import { LEVELS, type Level } from "./attention-levels";
import classes from "./thread.module.css";

/** How much of a thread the reader is told of. */
export function AttentionMenuItems({ thread, ...place }: { thread: ThreadOut } & MenuPlace) {
  const { i18n } = useLingui();
  const choosing = useCommand({
    run: (level: Level, { idempotencyKey }) => {
      const path = { thread_id: thread.id };
      return unwrap(putThreadAttention({ path, body: { level }, headers: idempotencyKey }));
    },
    onSuccess: ({ level }, _level, client) => {
      client.setQueryData<ThreadOut>(keys.thread(thread.id), (one) => one && { ...one, attention: level });
      announce(i18n._(LEVELS[level].name));
    },
    invalidates: invalidateCounts,
  });
  return (
    <OpenMenu {...place} position="bottom-end">
      <Menu.Label>
        <Trans>Про що повідомляти</Trans>
      </Menu.Label>
      <Menu.RadioGroup value={thread.attention} onChange={(level) => choosing.mutate(level as Level)}>
        {(Object.keys(LEVELS) as Level[]).map((level) => (
          <Menu.RadioItem key={level} value={level} closeMenuOnClick>
            <span className={classes.level}>
              {i18n._(LEVELS[level].name)} <small>{i18n._(LEVELS[level].hint)}</small>
            </span>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </OpenMenu>
  );
}
