import type { OpenThreadInRequest } from "@/api/generated/types.gen";
import { type Audience, audienceIn, WHOLE_GROUP } from "@/modules/threads/audience-field";
import { parseTags } from "@/modules/threads/tags";

/** A thread that is being begun, as its form holds it. */
export interface NewThread {
  title: string;
  message: string;
  purpose: OpenThreadInRequest["purpose"];
  english: string;
  opensOn: string;
  closesOn: string;
  tags: string;
  audience: Audience;
  draft: boolean;
  /** The seat of one's own by which one leads the thread and writes in it; null for the strongest. */
  mandateId: string | null;
  /** The mandate of somebody else who leads it; empty while one leads it oneself. */
  leader: string;
}

export const EMPTY_THREAD: NewThread = {
  title: "",
  message: "",
  purpose: "deliberate",
  english: "",
  opensOn: "",
  closesOn: "",
  tags: "",
  audience: WHOLE_GROUP,
  draft: false,
  mandateId: null,
  leader: "",
};

/** Return the audience of the thread: a draft is not announced to the group. */
export function audienceOf({ audience, draft }: NewThread): Audience {
  return draft && audience.reach === "known" ? { ...audience, reach: "named" } : audience;
}

/** Return whether something is filled in that is folded away at first. */
export function hasMore(form: NewThread): boolean {
  const folded = ({ title: _title, message: _message, ...rest }: NewThread) => JSON.stringify(rest);
  return folded(form) !== folded(EMPTY_THREAD);
}

/** Return the first message; it is sent once under its `clientId`. */
function messageOf({ message, mandateId }: NewThread, clientId: string) {
  return message.trim() ? { body: message, client_id: clientId, mandate_id: mandateId ?? undefined } : {};
}

/** Return what the API takes. */
export function bodyOf(form: NewThread, clientId: string): OpenThreadInRequest {
  const { title, purpose, english, tags, draft } = form;
  return {
    title: title.trim(),
    purpose,
    ...messageOf(form, clientId),
    title_en: english.trim() || undefined,
    tags: tags.trim() ? parseTags(tags) : undefined,
    opens_on: (draft && form.opensOn) || undefined,
    closes_on: form.closesOn || undefined,
    facilitator: form.leader || form.mandateId || undefined,
    draft: draft || undefined,
    ...audienceIn(audienceOf(form)),
  };
}
