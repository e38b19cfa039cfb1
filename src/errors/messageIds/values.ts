/** Of a message that says the same always. */
export type Nothing = Readonly<Record<string, never>>;

/** Of a message about a file or folder. */
export interface HomePath {
  readonly path: string;
}
