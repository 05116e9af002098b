import { useLingui } from "@lingui/react/macro";
import { Checkbox, NativeSelect, Textarea } from "@mantine/core";
import { deleteThreadLock, putThreadLock, putThreadPace } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey, ifMatch } from "@/api/headers";
import { fieldErrorAt, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useCommand } from "@/kit/use-change";
import { useEdit } from "@/kit/use-edit";
import { PACES, type Pace } from "@/modules/threads/slow-mode-options";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

interface Floor {
  paused: boolean;
  reason: string;
  seconds: Pace;
}

const heldIn = ({ lock, slow_seconds = 0 }: ThreadOut): Floor => ({
  paused: Boolean(lock),
  reason: lock?.why ?? "",
  seconds: slow_seconds as Pace,
});

/** For those who lead: who writes now, and how often. */
export function FloorDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t, i18n } = useLingui();
  // What was not touched here follows what somebody else decides meanwhile, and is not sent.
  const { own: changed, change, send } = useEdit<Floor>(heldIn(thread), thread.version);
  const now = heldIn(thread);
  const { paused, reason, seconds } = { ...now, ...changed };
  const locks = paused !== now.paused || (paused && reason !== now.reason);
  const changing = useCommand({
    ask: (confirmed?: PersonalDataKind[]) =>
      send(async (seen) => {
        const path = { thread_id: thread.id };
        let known = seen;
        const headers = () => ({ ...known, ...idempotencyKey() });
        if (locks) {
          const lock = paused
            ? putThreadLock({ path, body: { reason, confirmed }, headers: headers() })
            : deleteThreadLock({ path, headers: headers() });
          known = ifMatch((await unwrap(lock)).version);
        }
        if (seconds !== now.seconds)
          await unwrap(putThreadPace({ path, body: { seconds }, headers: headers() }));
      }),
    said: t`Збережено`,
    onDone: onClose,
    forget: (client) => {
      for (const queryKey of [keys.thread(thread.id), keys.floor(thread.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
  return (
    <PersonalDataGuard change={changing} texts={{ "/reason": reason }} anyway={t`Усе одно зберегти`}>
      <Dialog
        opened
        title={t`Пауза і темп розмови`}
        lead={t`Читати, відгукуватися, виправляти своє й повідомляти про порушення можна й далі. Тих, хто веде тему, обмеження не стосуються.`}
        submit={t`Зберегти`}
        busy={changing.isPending}
        onClose={onClose}
        onSubmit={() => changing.mutate(undefined)}
      >
        <Checkbox
          label={t`Поставити обговорення на паузу`}
          description={t`Нові повідомлення додають лише ті, хто веде тему`}
          checked={paused}
          data-autofocus
          onChange={(event) => change({ paused: event.currentTarget.checked })}
        />
        {paused && (
          <Textarea
            label={t`Чому (необов’язково)`}
            description={t`Побачать усі, хто читає тему`}
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => change({ reason: event.currentTarget.value })}
            error={fieldError(fieldErrorAt(changing.error, "/reason"))}
          />
        )}
        <NativeSelect
          label={t`Як часто пише кожен`}
          value={String(seconds)}
          onChange={(event) => change({ seconds: Number(event.currentTarget.value) as Pace })}
          data={PACES.map((one) => ({ value: String(one.seconds), label: i18n._(one.choice) }))}
        />
        <FormErrors error={changing.error} />
      </Dialog>
    </PersonalDataGuard>
  );
}
