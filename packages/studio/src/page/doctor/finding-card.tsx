import type { ComponentChildren } from 'preact';
import type { Finding, PictureInfo } from '../../protocol/index.js';
import { asSentence, shownLabel } from '../base/index.js';
import { Button, Thumb } from '../parts/index.js';
import { keepFinding, label, pictureById, setAside } from '../store/index.js';
import { view } from '../viewer/index.js';

/** What can be done about a finding. */
export const accept = ({ id, suggested }: Finding): void => {
  if (id !== null && suggested !== undefined) void label([id], suggested);
};
export const putAside = ({ id }: Finding): void => {
  if (id !== null) void setAside([id], true);
};

/** A finding with its pictures, its reason, and the ways out of it. */
export function FindingCard({
  finding,
  focused,
  onFocus,
  list,
}: {
  finding: Finding;
  focused: boolean;
  onFocus: () => void;
  /** Pictures that the large view goes through. */
  list: readonly string[];
}) {
  const { id, other, suggested, reason } = finding;
  const pictures = [id, other].flatMap((one) => (one ? (pictureById(one) ?? []) : []));
  const pair = pictures.length > 1;
  return (
    <article
      class="finding"
      tabIndex={focused ? 0 : -1}
      aria-label={reason}
      data-focused={focused}
      onFocus={onFocus}
    >
      {pictures.length > 0 && (
        <div class="finding-pictures">
          {pictures.map((picture) => (
            <Shown key={picture.id} picture={picture} list={list} named={pair || suggested === undefined}>
              {pair && (
                <Button kind="text" onClick={() => void setAside([picture.id], true)}>
                  Set this aside
                </Button>
              )}
            </Shown>
          ))}
        </div>
      )}
      <div class="finding-text">
        {suggested !== undefined && finding.label !== undefined && (
          <p class="advice">
            <span>{shownLabel(finding.label)}</span>
            <span aria-hidden="true"> → </span>
            <span class="unseen">, probably </span>
            <strong>{shownLabel(suggested)}</strong>
          </p>
        )}
        <p class="small quiet">{asSentence(finding.suggested === undefined ? reason : shownLabel(reason))}</p>
      </div>
      <div class="finding-actions">
        {suggested !== undefined && (
          <Button icon="check" onClick={() => accept(finding)}>
            {shownLabel(suggested)}
          </Button>
        )}
        <Button kind={suggested === undefined ? 'plain' : 'text'} onClick={() => void keepFinding(finding)}>
          Keep
        </Button>
        {id !== null && !pair && (
          <Button kind="text" onClick={() => putAside(finding)}>
            Set aside
          </Button>
        )}
      </div>
    </article>
  );
}

function Shown({
  picture,
  list,
  named,
  children,
}: {
  picture: PictureInfo;
  list: readonly string[];
  /** Whether its name and label stand below it. */
  named: boolean;
  children?: ComponentChildren;
}) {
  return (
    <div class="finding-picture">
      <button
        type="button"
        aria-label={`Look at ${picture.name}`}
        title={picture.path}
        onClick={() =>
          view({ list: list.includes(picture.id) ? list : [...list, picture.id], id: picture.id })
        }
      >
        <Thumb picture={picture} size={320} alt="" />
      </button>
      {named && (
        <span class="small quiet ellipsis">
          {picture.name}
          {picture.label !== null && ` · ${shownLabel(picture.label)}`}
        </span>
      )}
      {children}
    </div>
  );
}
