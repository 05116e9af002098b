import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconCircleCheck,
  IconFlag,
  IconHeartHandshake,
  IconHelpCircle,
  type IconPlus,
} from "@tabler/icons-react";
import type { Reaction } from "@/outbox/items";

export const LOOKS: Record<Reaction, { name: MessageDescriptor; icon: typeof IconPlus }> = {
  support: { name: msg`Підтримую`, icon: IconCircleCheck },
  thanks: { name: msg`Дякую`, icon: IconHeartHandshake },
  question: { name: msg`Маю питання`, icon: IconHelpCircle },
  important: { name: msg`Важливо`, icon: IconFlag },
};
