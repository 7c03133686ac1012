/** What a tracker says of the address that it takes. */
export interface AddressOf {
  /** As it is written: 'mlflow({ uri })'. */
  option: string;
  example: string;
  /** The variables of the environment that give the right to. */
  variables: string;
  /** What to do where there is no server. */
  advice?: string;
}

/**
 * A server's address, without spaces around it.
 *
 * @throws TypeError where it is that of no server, or has a user or password in it, for it stands in warnings and in logs. The error
 *   has neither
 */
export function addressOf(given: string, { option, example, variables, advice = '' }: AddressOf): string {
  const uri = String(given).trim();
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const shown = uri.replace(/^.*@/s, '…@');
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError(
      `${option} takes the address of a server, ${example} say, and not '${shown}'${advice}`,
    );
  if (url.username || url.password)
    throw new TypeError(
      `${option} takes an address without user and password, which would stand in warnings: set ${variables}, and take them out of '${shown}'`,
    );
  return uri;
}
