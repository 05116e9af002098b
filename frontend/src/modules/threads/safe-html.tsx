import { memo, useMemo } from "react";
import { detectLanguage } from "@/lib/detect-language";
import { fromServer } from "@/lib/trusted";
import classes from "./safe-html.module.css";

interface SafeHtmlProps {
  html: string;
  /** Whom to mark where the text names them. */
  personId?: string;
}

/**
 * The server renders and cleans the text; nothing else may come this way. What it says is parsed once, and again
 * only when it says something else: what somebody has chosen of it stays chosen.
 */
export const SafeHtml = memo(function SafeHtml({ html, personId }: SafeHtmlProps) {
  const said = useMemo(() => ({ __html: fromServer(marked(html, personId)) }), [html, personId]);
  const tongue = useMemo(() => detectLanguage(html), [html]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered and cleaned by the server
  return <div lang={tongue} className={classes.said} dangerouslySetInnerHTML={said} />;
});

function marked(html: string, personId: string | undefined): string {
  const mine = `data-mention="person:${personId}"`;
  return personId ? html.replaceAll(mine, `${mine} class="${classes.me}"`) : html;
}
