/** A mask as the PNG file that is sent: white where the picture may change, of the picture's own size. */
import { exported, type Mask } from "./raster";

export function png(mask: Mask): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = mask.width;
  canvas.height = mask.height;
  canvas.getContext("2d")?.putImageData(new ImageData(exported(mask), mask.width, mask.height), 0, 0);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("canvas.toBlob"))), "image/png"),
  );
}
