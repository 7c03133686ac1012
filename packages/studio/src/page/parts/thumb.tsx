import { useEffect, useRef, useState } from 'preact/hooks';
import type { PictureInfo } from '../../protocol/index.js';
import { fullOf, thumbOf } from '../store/index.js';

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
  return <Shown look="thumb" source={thumbOf(picture, size)} alt={alt ?? picture.name} />;
}

/** The whole picture, as large as there is room for. */
export function Large({ picture }: { picture: PictureInfo }) {
  return <Shown look="large" source={fullOf(picture)} alt={picture.name} />;
}

/** A picture, or words where it cannot be shown. */
export function Shown({ look, source, alt }: { look: string; source: string; alt: string }) {
  /** The source that could not be shown: of another one it is not known yet. */
  const [broken, setBroken] = useState('');
  const place = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const image = place.current;
    // What left the window while it was on its way is not waited for.
    return () => {
      if (image && !image.complete) image.removeAttribute('src');
    };
  }, [source]);
  if (broken === source) return <span class={`${look} broken`}>Cannot be shown</span>;
  return (
    <img
      // Another picture is another element: what is done about the old one does not reach it.
      key={source}
      ref={place}
      class={look}
      src={source}
      alt={alt}
      decoding="async"
      draggable={false}
      onError={() => setBroken(source)}
    />
  );
}
