/** A photo of a phone is made as large as somebody can read it, before it goes over a thin line. */
const LARGE = 500 * 1024;
const LONGEST_SIDE = 2000;
const QUALITY = 0.82;

/** The picture made smaller; the file itself, where that would gain nothing or the browser cannot. */
export async function shrinkImage(file: File): Promise<File> {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size <= LARGE) return file;
  try {
    const drawn = await redrawn(file);
    if (!drawn || drawn.size >= file.size) return file;
    return new File([drawn], `${file.name.replace(/\.[a-z0-9]+$/i, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file; // The server says what is wrong with it.
  }
}

async function redrawn(file: File): Promise<Blob | null> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d");
  if (!context) return null;
  // What is transparent would turn black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
