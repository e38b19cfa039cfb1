/** The words of each message of a subject. `machine` is where our requests leave from: the person's computer, or the host where this extension runs. */
export type MessageTexts<Messages> = { readonly [K in keyof Messages]: (args: Messages[K], machine: string) => string };
