/**
 * What a variable of the environment says, or undefined where it says nothing. Without the spaces and line ends around it: they
 * come along where it was read from a file, and no token, name or address has them.
 */
export const environment = (name: string): string | undefined => process.env[name]?.trim() || undefined;
