import { useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import type { PersonalDataKind } from "@/api/problem";

const KNOWING: PersonalDataKind[] = ["public"];

/**
 * What whoever writes in a thread knows: that anybody reads it, where the line above the field said so before they
 * began. When it is published while they write, the server asks them.
 */
export function usePublicConsent(thread: ThreadOut, begins: boolean): PersonalDataKind[] | undefined {
  const since = thread.public?.at ?? null;
  const [known, setKnown] = useState(since);
  if (begins && known !== since) setKnown(since);
  return since !== null && known === since ? KNOWING : undefined;
}
