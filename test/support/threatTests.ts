import type { SourceFile } from './architectureSource.ts';

const entry = /^- \*\*(T-[A-Z]+-\d+)\*\*([\s\S]*?)(?=^- \*\*|^#|$(?![\s\S]))/gmu;
const namedTest = /`([\w/.-]+\.ts)`:\s+"([^"]+)"/gu;

/** The threats of the page whose test is not there, or that neither name one nor say why there is none. */
export function findLostTests(page: string, files: readonly SourceFile[]): readonly string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return [...page.matchAll(entry)].flatMap(([, id = '', words = '']) => {
    const named = [...words.matchAll(namedTest)];
    if (named.length === 0 && !words.includes('no test of its own')) {
      return [`${id} names no test`];
    }
    return named.flatMap(([, path = '', title = '']) =>
      texts.get(`test/${path}`)?.includes(title) === true ? [] : [`${id}: ${path}: ${title}`],
    );
  });
}
