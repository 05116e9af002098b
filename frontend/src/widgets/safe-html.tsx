import { fromServer } from "@/lib/trusted";
import classes from "./safe-html.module.css";

interface SafeHtmlProps {
  html: string;
  /** Whom to mark where the text names them. */
  personId?: string;
}

/** The server renders and cleans the text; nothing else may come this way. */
export function SafeHtml({ html, personId }: SafeHtmlProps) {
  const mine = `data-mention="person:${personId}"`;
  const marked = personId ? html.replaceAll(mine, `${mine} class="${classes.me}"`) : html;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered and cleaned by the server
  return <div className={classes.said} dangerouslySetInnerHTML={{ __html: fromServer(marked) }} />;
}
