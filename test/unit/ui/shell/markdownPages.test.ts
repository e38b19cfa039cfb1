import { afterEach, describe, expect, it, vi } from 'vitest';
import { MarkdownPages } from '../../../../src/ui/shell/markdownPages.ts';
import { commands, undisposed, window, workspace } from '../../../support/vscodeWords.ts';

interface Provider {
  provideTextDocumentContent(page: { readonly path: string }): string | undefined;
}

function createPages() {
  const providers: Provider[] = [];
  const { registerTextDocumentContentProvider } = workspace;
  vi.spyOn(workspace, 'registerTextDocumentContentProvider').mockImplementation((scheme, provider) => {
    providers.push(provider as Provider);
    return registerTextDocumentContentProvider(scheme, provider);
  });
  const before = undisposed.size;
  const pages = new MarkdownPages();
  return {
    pages,
    read: (title: string) => providers[0]?.provideTextDocumentContent({ path: `/${title}.md` }),
    left: () => undisposed.size - before,
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a page that can only be read', () => {
  it('is shown as Markdown, and as text where nothing shows that', async () => {
    const { pages, read } = createPages();
    const shown: unknown[] = [];
    vi.spyOn(commands, 'executeCommand').mockRejectedValue(new TypeError('command not found'));
    vi.spyOn(window, 'showTextDocument').mockImplementation((page) => {
      shown.push(page);
      return Promise.resolve();
    });
    await pages.show('Ways', '# One');
    expect([read('Ways'), shown]).toEqual(['# One', [{ scheme: 'codex-accounts-page', path: '/Ways.md' }]]);
  });

  it('keeps the last text of each title, and of a few titles alone', async () => {
    const { pages, read } = createPages();
    await pages.show('Ways', '# One');
    await pages.show('Ways', '# Two');
    expect(read('Ways')).toBe('# Two');
    for (let count = 0; count < 10; count += 1) {
      await pages.show(`Page ${String(count)}`, 'text');
    }
    expect([read('Ways'), read('Page 0')]).toEqual([undefined, 'text']);
  });

  it('ends with its owner', async () => {
    const { pages, read, left } = createPages();
    await pages.show('Ways', '# One');
    expect(left()).toBe(1);
    pages.dispose();
    expect([left(), read('Ways')]).toEqual([0, undefined]);
  });
});
