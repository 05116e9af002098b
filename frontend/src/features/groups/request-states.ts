import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { JoinRequestOut } from "@/api/generated/types.gen";

/** What became of a request for a seat. */
export const REQUEST_STATES: Record<JoinRequestOut["state"], MessageDescriptor> = {
  pending: msg`Чекає на відповідь`,
  admitted: msg`Надано місце`,
  declined: msg`Відхилено`,
  withdrawn: msg`Відкликано`,
};
