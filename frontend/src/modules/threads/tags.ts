/** Tags as they are typed in one field, with commas between them. */
export function parseTags(words: string): string[] {
  return words
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
}
