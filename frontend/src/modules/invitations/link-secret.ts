import { useEffect, useState } from "react";

/** The secret of a link stands behind `#`. It is taken out of the address, so that it stays in no history. */
export function useLinkSecret(kept: () => string = () => ""): string {
  const [secret, setSecret] = useState(() => window.location.hash.slice(1) || kept());
  useEffect(() => {
    const take = () => {
      // Another link may be opened in the same tab: that changes only what stands behind `#`.
      if (window.location.hash) setSecret(window.location.hash.slice(1));
      window.history.replaceState(window.history.state, "", window.location.pathname);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);
  return secret;
}
