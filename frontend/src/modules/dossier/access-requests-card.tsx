import { useQuery } from "@tanstack/react-query";
import type { AccessRequestFacts, DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { WaitingRequests } from "@/modules/asking/waiting-requests";
import { dossierAccessRequestsQuery } from "@/queries/dossiers";
import { onDemand } from "@/ui/on-demand";
import { useDossierAsking } from "./use-dossier-asking";

const GrantDialog = onDemand(async () => (await import("@/modules/asking/dialogs")).GrantDialog);
const DeclineDialog = onDemand(async () => (await import("@/modules/asking/dialogs")).DeclineDialog);
const DIALOGS = { grant: GrantDialog, decline: DeclineDialog };

interface Answering {
  kind: keyof typeof DIALOGS;
  request: AccessRequestFacts;
  name: string;
}

/** For those who lead a dossier that is not for the whole group: who waits to be let in. */
export function AccessRequestsCard({ dossier: { id, visibility, allowed } }: { dossier: DossierPageOut }) {
  const enabled = visibility === "participants" && allowed.includes("name_participants");
  const { data = [] } = useQuery({ ...dossierAccessRequestsQuery(id), enabled });
  const answering = useDialog<Answering>();
  return (
    <>
      {data.length > 0 && (
        <WaitingRequests
          requests={data}
          mayAnswer={() => enabled}
          onAnswer={(kind, request, name) => answering.open({ kind, request, name })}
        />
      )}
      {answering.render((answer, close) => (
        <AnswerDialog dossierId={id} answer={answer} onClose={close} />
      ))}
    </>
  );
}

interface AnswerProps {
  dossierId: string;
  answer: Answering;
  onClose: () => void;
}

function AnswerDialog({ dossierId, answer: { kind, request, name }, onClose }: AnswerProps) {
  const Dialog = DIALOGS[kind];
  return <Dialog asking={useDossierAsking(dossierId, request.id)} name={name} onClose={onClose} />;
}
