/** Whether what is dragged over the page are files: words and links go where the browser takes them. */
export const carriesFiles = (carried: DataTransfer | null) => Boolean(carried?.types.includes("Files"));

/** Files that are pasted. A word processor puts a picture of the words beside them: those are words. */
export function pastedFiles(clipboard: DataTransfer | null): File[] {
  if (!clipboard || clipboard.getData("text/plain").trim()) return [];
  return [...clipboard.files];
}

/** Files that are dropped, and whether folders were among them, which nobody can send. */
export function droppedFiles(carried: DataTransfer): { files: File[]; folders: boolean } {
  const items = [...carried.items].filter(({ kind }) => kind === "file");
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry?.()?.isDirectory ?? false;
  const files = items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
  return { files: files.filter((file) => file !== null), folders: items.some(isFolder) };
}
