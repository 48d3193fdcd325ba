// Photos before they are sent: made smaller, so that they go up quickly, and refused when they are none.

const LONGEST = 2560; // px; the server makes it smaller still
const QUALITY = 0.87;
const THINNEST = 20; // times as long as wide, as Telegram

/** A JPEG of at most 2,560 px, so below 10 MB, without place and camera notes. Throws when it is no picture, or too thin. */
export async function scaled(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  if (Math.max(bitmap.width, bitmap.height) > THINNEST * Math.min(bitmap.width, bitmap.height)) throw new Error("too_thin");
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what was transparent
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  canvas.width = 0; // gives the memory back at once
  if (!blob) throw new Error(file.name);
  return blob;
}
