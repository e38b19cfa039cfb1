/**
 * Stands in for the module 'vscode' where pure views are tested: words come out in English, with their values filled in
 * as VS Code does it. Nothing else of VS Code is needed to decide what to draw.
 */
export const l10n = {
  t(message: string, ...values: readonly (string | number | boolean)[]): string {
    return message.replace(/\{(\d+)\}/gu, (place, index: string) => String(values[Number(index)] ?? place));
  },
};
