/** The server renders and cleans the text; nothing else may come this way. */
export function SafeHtml({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered and cleaned by the server
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
