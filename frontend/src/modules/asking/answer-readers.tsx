import { Trans } from "@lingui/react/macro";

/** Before an answer is sent that looks as if it gave somebody away: where it is read. */
export function AnswerReaders() {
  return (
    <Trans>
      Це прочитає людина, якій ви відповідаєте, зокрема в електронному листі. Перефразуйте, якщо комусь це
      може зашкодити.
    </Trans>
  );
}
