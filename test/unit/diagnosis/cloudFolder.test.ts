import { describe, expect, it } from 'vitest';
import { findCloudFolder } from '../../../src/diagnosis/checks/credentialFile.ts';

describe('a folder that is copied to a cloud', () => {
  it.each([
    ['/home/ada/Dropbox/.codex/auth.json', 'Dropbox'],
    ['/home/ada/Dropbox (Personal)/.codex/auth.json', 'Dropbox'],
    ['/home/ada/OneDrive - Harbour Works/.codex/auth.json', 'OneDrive'],
    ['/home/ada/Google Drive/x/auth.json', 'Google Drive'],
    ['/home/ada/Library/CloudStorage/GoogleDrive-ada@example.com/auth.json', 'Google Drive'],
    ['/home/ada/Library/Mobile Documents/com~apple~CloudDocs/.codex/auth.json', 'iCloud'],
    ['/home/ada/Nextcloud/.codex/auth.json', 'Nextcloud'],
    ['/home/ada/Box/.codex/auth.json', 'Box'],
    ['/home/ada/.codex/auth.json', undefined],
    ['/home/ada/Boxes/auth.json', undefined],
    ['/home/ada/Dropbox', undefined],
  ])('%s: %s', (path, service) => {
    expect(findCloudFolder(path, '/home/ada')).toBe(service);
  });

  it('is told by what is below the person’s own folder', () => {
    expect(findCloudFolder('/srv/Dropbox/.codex/auth.json', '/srv/Dropbox')).toBeUndefined();
    expect(findCloudFolder('C:\\Users\\ada\\OneDrive\\.codex\\auth.json', 'C:\\Users\\ada')).toBe('OneDrive');
  });
});
