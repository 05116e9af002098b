import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";

/** After a sign-in: what was kept for nobody is forgotten, and the reader goes on to `next`. */
export function useAfterSignIn(next: string): () => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    client.clear();
    await router.navigate({ href: next, replace: true });
  };
}
