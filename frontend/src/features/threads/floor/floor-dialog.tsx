import { useLingui } from "@lingui/react/macro";
import { Checkbox, NativeSelect, Textarea } from "@mantine/core";
import { deleteThreadLock, putThreadLock, putThreadPace } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey, ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { PACES, type Pace } from "@/modules/threads/slow-mode-options";
import { keys } from "@/queries/keys";

interface Floor {
  paused: boolean;
  reason: string;
  seconds: Pace;
}

const floorOf = ({ lock, slow_seconds = 0 }: ThreadOut): Floor => ({
  paused: Boolean(lock),
  reason: lock?.why ?? "",
  seconds: slow_seconds as Pace,
});

/** Save the pause and the slow mode: one request for each that has changed. */
function useFloorChange(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  const now = floorOf(thread);
  const path = { thread_id: thread.id };
  return useCommand({
    version: thread.version,
    run: async ({ paused, reason, seconds }: Floor, { ifMatch: seen, confirmed }) => {
      let known = seen;
      const headers = () => ({ ...known, ...idempotencyKey() });
      if (paused !== now.paused || (paused && reason !== now.reason)) {
        const lock = paused
          ? putThreadLock({ path, body: { reason, confirmed }, headers: headers() })
          : deleteThreadLock({ path, headers: headers() });
        known = ifMatch((await unwrap(lock)).version);
      }
      if (seconds !== now.seconds)
        await unwrap(putThreadPace({ path, body: { seconds }, headers: headers() }));
    },
    success: t`Збережено`,
    onSuccess: onClose,
    invalidates: [keys.thread(thread.id), keys.floor(thread.id)],
    personalData: { anyway: t`Усе одно зберегти` },
  });
}

/** Pause a thread, or set its slow mode: for people who lead it. */
export function FloorDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const form = useForm({ initial: floorOf(thread), command: useFloorChange(thread, onClose) });
  return (
    <FormDialog
      form={form}
      title={t`Пауза і темп розмови`}
      lead={t`Читати, відгукуватися, виправляти своє й повідомляти про порушення можна й далі. Тих, хто веде тему, обмеження не стосуються.`}
      submit={t`Зберегти`}
      onClose={onClose}
    >
      <Checkbox
        label={t`Поставити обговорення на паузу`}
        description={t`Нові повідомлення додають лише ті, хто веде тему`}
        data-autofocus
        {...form.check("paused")}
      />
      {form.values.paused && (
        <Textarea
          label={t`Чому (необов’язково)`}
          description={t`Побачать усі, хто читає тему`}
          rows={2}
          maxLength={1000}
          {...form.text("reason")}
        />
      )}
      <NativeSelect
        label={t`Як часто пише кожен`}
        value={String(form.values.seconds)}
        onChange={(event) => form.change({ seconds: Number(event.currentTarget.value) as Pace })}
        data={PACES.map((one) => ({ value: String(one.seconds), label: i18n._(one.choice) }))}
      />
    </FormDialog>
  );
}
