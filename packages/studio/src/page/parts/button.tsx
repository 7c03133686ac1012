import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons.js';

/** A button with words, and a sign before them where there is one. */
export interface ButtonProps {
  children: ComponentChildren;
  onClick?: (event: MouseEvent) => void;
  icon?: IconName;
  /** 'main': what one comes for; there is one in a view. */
  kind?: 'main' | 'plain' | 'text';
  type?: 'button' | 'submit';
  disabled?: boolean;
  title?: string;
  pressed?: boolean;
}

export function Button({
  children,
  onClick,
  icon,
  kind = 'plain',
  type = 'button',
  disabled,
  title,
  pressed,
}: ButtonProps) {
  return (
    <button
      type={type}
      class={`button ${kind}`}
      onClick={onClick}
      disabled={disabled}
      title={title}
      aria-pressed={pressed}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** A button that is a sign alone; its name is read aloud, and shown when the pointer rests on it. */
export function IconButton({
  icon,
  name,
  onClick,
  disabled,
  pressed,
}: {
  icon: IconName;
  name: string;
  onClick: (event: MouseEvent) => void;
  disabled?: boolean;
  pressed?: boolean;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={name}
      onClick={onClick}
      disabled={disabled}
      aria-pressed={pressed}
    >
      <Icon name={icon} />
    </button>
  );
}
