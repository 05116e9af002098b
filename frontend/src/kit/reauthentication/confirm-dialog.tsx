import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useState } from "react";
import { needsReauthentication } from "@/api/problem";

const ProofDialog = lazy(async () => ({ default: (await import("./proof-dialog")).ProofDialog }));

/** Runs work that may need a fresh proof of who asks. */
type Confirmed = <T>(work: () => Promise<T>) => Promise<T>;

/** The reader closed the question who they are: nothing was done, and nothing is wrong. */
export class NotConfirmed extends Error {}

interface Asking {
  proved: () => void;
  givenUp: (reason: NotConfirmed) => void;
}

const ProofContext = createContext<Confirmed>((work) => work());

/** Does what the server may want a fresh proof for; the question stands in one place, around all pages. */
export function useProof(): Confirmed {
  return use(ProofContext);
}

/** Asks for a fresh proof whenever a change on any page needs one, and then repeats the change. */
export function ProofGate({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const confirmed = useCallback(async <T,>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!needsReauthentication(error)) throw error;
      await new Promise<void>((proved, givenUp) => setAsking({ proved, givenUp }));
      return await work();
    }
  }, []);
  const end = (how: (asking: Asking) => void) => () => {
    if (asking) how(asking);
    setAsking(null);
  };
  return (
    <ProofContext value={confirmed}>
      {children}
      {asking && (
        <Suspense fallback={null}>
          <ProofDialog
            onProved={end(({ proved }) => proved())}
            onClose={end(({ givenUp }) => givenUp(new NotConfirmed()))}
          />
        </Suspense>
      )}
    </ProofContext>
  );
}
