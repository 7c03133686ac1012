import { useEffect, useState } from 'preact/hooks';
import { sentence } from './api.js';

/** What was asked for: here, on its way, or refused in a sentence. While it is read anew the old one stays. */
export interface Loaded<T> {
  data: T | null;
  error: string;
  waiting: boolean;
}

/**
 * Reads something for a component, and again when `key` changes. An empty key reads nothing.
 *
 * @param key what it depends on, in text
 */
export function useLoad<T>(key: string, read: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { key: string }>({
    key: '',
    data: null,
    error: '',
    waiting: true,
  });
  useEffect(() => {
    if (key === '') return;
    const control = new AbortController();
    setLoaded((before) => ({ ...before, key, error: '', waiting: true }));
    read(control.signal).then(
      (data) => control.signal.aborted || setLoaded({ key, data, error: '', waiting: false }),
      (error) =>
        control.signal.aborted || setLoaded({ key, data: null, error: sentence(error), waiting: false }),
    );
    return () => control.abort();
  }, [key]);
  if (key === '') return { data: null, error: '', waiting: false };
  // Between a new key and its effect, the old one is no answer any more.
  return { data: loaded.data, error: loaded.error, waiting: loaded.waiting || loaded.key !== key };
}
