import { postRecommendationTransitions } from "@/api/generated/sdk.gen";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";
import { staleAfter } from "@/queries/resources";
import type { To } from "./steps";

/** What is said with a step. */
export interface MoveWords {
  reason: string;
  /** The day by which an addressee that accepts wants to be done; empty without one. */
  agreed: string;
  mandateId: string | null;
}

interface Move extends MoveWords {
  to: To;
  logged: boolean;
}

/** Take a step of a recommendation; refused or not, what shows it is loaded anew. */
export function useMove({ id, version }: RecommendationPageOut, success: string, onMoved: () => void) {
  return useCommand({
    version,
    run: ({ to, reason, agreed, logged, mandateId }: Move, attempt) =>
      unwrap(
        postRecommendationTransitions({
          path: { recommendation_id: id },
          body: {
            to,
            ...(reason ? { reason } : {}),
            ...(agreed ? { agreed_on: agreed } : {}),
            ...(logged ? { logged } : {}),
            ...(mandateId ? { on_behalf_of: mandateId } : {}),
          },
          headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
        }),
      ),
    success,
    onSuccess: (moved, _words, client) => {
      client.setQueryData(keys.recommendation(id), moved);
      onMoved();
    },
    invalidates: staleAfter("dossier"),
  });
}
