import { useRouter } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, MouseEvent, Ref } from "react";
import type { Path } from "@/lib/paths";
import { preloadPage } from "@/lib/preload-page";

export interface AppLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: Path;
  ref?: Ref<HTMLAnchorElement>;
}

function opensElsewhere(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}

/** A link inside the product: an honest anchor that changes the page without loading it anew. */
export function AppLink({ href, onClick, className = "v-reach", ...rest }: AppLinkProps) {
  const router = useRouter({ warn: false });
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || opensElsewhere(event) || !router) return;
    event.preventDefault();
    void router.navigate({ href });
  };
  const prepare = () => router && preloadPage(router, href);
  return (
    <a
      href={href}
      onClick={follow}
      onPointerEnter={prepare}
      onPointerDown={prepare}
      onFocus={prepare}
      className={className}
      {...rest}
    />
  );
}
