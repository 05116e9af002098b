/** «PDF», «JPEG», «DOCX» */
export function kindOfFile({ name, media_type }: { name: string; media_type: string }): string {
  const ending = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1];
  return (ending ?? media_type.split("/")[1] ?? "").toUpperCase();
}

/** A file without a title gets its file name. */
export function titleFrom({ name }: Pick<File, "name">): string {
  return name.replace(/\.[a-z0-9]{1,5}$/i, "").replaceAll("_", " ") || name;
}
