import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconBell, IconBellOff, IconBellRinging } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { putThreadAttention } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { forgetCounts, keys } from "@/data/keys";
import { ToolButton } from "@/design/button";
import { announce } from "@/design/toast";
import { useChange } from "@/widgets/use-change";
import classes from "./thread.module.css";

type Level = ThreadOut["attention"];

const LEVELS: Record<Level, { name: MessageDescriptor; hint: MessageDescriptor; icon: typeof IconBell }> = {
  all: {
    name: msg`Кожне повідомлення`,
    hint: msg`Стежите за темою`,
    icon: IconBellRinging,
  },
  usual: {
    name: msg`Згадки й відповіді`,
    hint: msg`Коли звертаються до вас`,
    icon: IconBell,
  },
  muted: {
    name: msg`Нічого`,
    hint: msg`Непрочитане з цієї теми ніде не рахуємо; обов’язкове все одно чекатиме на вас`,
    icon: IconBellOff,
  },
};

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** What the reader is told of in a thread. */
export function AttentionMenu({ thread }: { thread: ThreadOut }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const now = i18n._(LEVELS[thread.attention].name);
  const choosing = useChange({
    ask: (level: Level) =>
      answered(putThreadAttention({ path: { thread_id: thread.id }, body: { level }, headers: once() })),
    onDone: ({ level }) => {
      client.setQueryData<ThreadOut>(keys.thread(thread.id), (one) => one && { ...one, attention: level });
      announce(i18n._(LEVELS[level].name));
    },
    forget: forgetCounts,
  });
  const Icon = LEVELS[thread.attention].icon;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ToolButton label={t`Сповіщення з теми: ${now}`}>
          <Icon {...ICON} />
        </ToolButton>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  );
}
