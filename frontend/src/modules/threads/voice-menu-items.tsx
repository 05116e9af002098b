import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { SectorShape } from "@/modules/organisations/sector";
import { Icon } from "@/ui/icon";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import { type VoiceChoice, VoiceWords } from "./voice-words";

interface VoiceMenuItemsProps extends MenuPlace {
  voices: VoiceChoice[];
  voice: VoiceChoice;
  onVoice: (voice: VoiceChoice) => void;
}

/** For whom one may speak here. */
export function VoiceMenuItems({ voices, voice, onVoice, ...place }: VoiceMenuItemsProps) {
  const { t } = useLingui();
  return (
    <OpenMenu {...place} position="top-start">
      {voices.map((choice) => (
        <Menu.Item
          key={choice.key}
          leftSection={<SectorShape sector={choice.sector ?? "other"} size={20} />}
          rightSection={choice.key === voice.key && <Icon of={IconCheck} label={t`вибрано`} />}
          onClick={() => onVoice(choice)}
        >
          <VoiceWords voice={choice} />
        </Menu.Item>
      ))}
    </OpenMenu>
  );
}
