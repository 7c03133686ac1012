import { useEffect, useRef, useState } from 'preact/hooks';
import type { PictureInfo } from '../../protocol/index.js';
import { thumbOf } from '../store/index.js';

/** A small picture. Where it cannot be shown it says so. */
export function Thumb({
  picture,
  size = 160,
  alt,
}: {
  picture: PictureInfo;
  size?: 160 | 320;
  alt?: string;
}) {
  const [broken, setBroken] = useState(false);
  const place = useRef<HTMLImageElement>(null);
  const source = thumbOf(picture, size);
  useEffect(() => {
    setBroken(false);
    const image = place.current;
    // What left the window while it was on its way is not waited for.
    return () => {
      if (image && !image.complete) image.removeAttribute('src');
    };
  }, [source]);
  if (broken) return <span class="thumb broken">Cannot be shown</span>;
  return (
    <img
      // Another picture is another element: what is done about the old one does not reach it.
      key={source}
      ref={place}
      class="thumb"
      src={source}
      alt={alt ?? picture.name}
      decoding="async"
      draggable={false}
      onError={() => setBroken(true)}
    />
  );
}
