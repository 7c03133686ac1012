/** A choice of one among a few, side by side. */
export function Segmented<T extends string>({
  name,
  options,
  value,
  onChange,
}: {
  name: string;
  options: readonly { value: T; text: string }[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <fieldset class="segmented">
      <legend class="unseen">{name}</legend>
      {options.map(({ value: one, text }) => (
        <label key={one} class={one === value ? 'chosen' : ''}>
          <input
            class="unseen"
            type="radio"
            name={name}
            checked={one === value}
            onChange={() => onChange(one)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
