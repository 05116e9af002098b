/** «PDF», «JPEG», «DOCX» */
export function kindOfFile({ name, media_type }: { name: string; media_type: string }): string {
  const ending = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1];
  return (ending ?? media_type.split("/")[1] ?? "").toUpperCase();
}
