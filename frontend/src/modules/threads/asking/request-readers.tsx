import { Trans } from "@lingui/react/macro";

/** Before a request for a seat is sent that looks as if it gave somebody away: who reads it. */
export function RequestReaders() {
  return (
    <Trans>
      Це прочитають фасилітатор групи й координатор громади. Перефразуйте, якщо комусь це може зашкодити.
    </Trans>
  );
}
