/** RGB bytes, row by row. */
export interface RgbPixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/** Throws where a picture has more pixels than the limit. */
export function checkPixels(width: number, height: number, maxPixels: number): void {
  if (width * height > maxPixels) {
    throw new Error(
      `the picture has ${width} × ${height} pixels, more than the limit of ${maxPixels} (raise maxPixels if it is to be trusted)`,
    );
  }
}
