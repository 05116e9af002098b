import { Trans } from "@lingui/react/macro";
import { DOT } from "@/lib/text";
import type { Sector } from "@/modules/organisations/sector-shapes";

/** One way to speak here: on behalf of an organisation, or personally. */
export interface VoiceChoice {
  key: string;
  sector: Sector | null;
  /** What follows «від імені»; null for «особисто». */
  onBehalfOf: string | null;
  /** For whom one stands in; null with a mandate of one's own. */
  actingFor: string | null;
}

/** For whom one speaks: «від імені …» or «особисто». */
export function VoiceWords({ voice }: { voice: VoiceChoice }) {
  const holder = voice.actingFor;
  return (
    <>
      {voice.onBehalfOf ? (
        <Trans>
          <span className="v-t2">від імені</span> <b>{voice.onBehalfOf}</b>
        </Trans>
      ) : (
        <Trans>особисто</Trans>
      )}
      {holder && (
        <span className="v-t2">
          {DOT}
          <Trans>ви заступаєте: {holder}</Trans>
        </span>
      )}
    </>
  );
}
