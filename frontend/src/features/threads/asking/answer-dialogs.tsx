import type { AccessRequestOut } from "@/api/generated/types.gen";
import * as dialogs from "@/modules/asking/dialogs";
import { useThreadAsking } from "@/modules/threads/asking/use-thread-asking";

interface AnswerProps {
  request: AccessRequestOut;
  name: string;
  onClose: () => void;
}

export function GrantDialog({ request, ...props }: AnswerProps) {
  return <dialogs.GrantDialog asking={useThreadAsking(request.thread_id, request.id)} {...props} />;
}

export function DeclineDialog({ request, ...props }: AnswerProps) {
  return <dialogs.DeclineDialog asking={useThreadAsking(request.thread_id, request.id)} {...props} />;
}
