import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Shows a dialog over the page, where the browser keeps the keyboard inside. When it goes the keyboard is back where it was: the browser
 * does that for a dialog that closes, and not for one that is taken away.
 */
export function useModal(place: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    const dialog = place.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      setTimeout(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true });
      });
    };
  }, [place]);
}
