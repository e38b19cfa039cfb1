import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PanelInbox } from '../../../../src/ui/panel/panelInbox.ts';
import { buildPanelModel } from '../../../../src/ui/panel/panelModel.ts';
import { panelCommands, parseFromPanel, parseToPanel } from '../../../../src/webview/messages.ts';
import { createAccount, deviceAttempt, idle, options, signedIn } from './panelScenes.ts';
import { runs } from '../../../support/propertyRuns.ts';

function open(): { inbox: PanelInbox; heard: string[] } {
  const heard: string[] = [];
  const inbox = new PanelInbox({
    ready: () => heard.push('ready'),
    run: (command) => heard.push(command),
    dropped: (count) => heard.push(`dropped ${String(count)}`),
  });
  return { inbox, heard };
}

const account = signedIn(createAccount('chatgpt').account);

describe('the panel’s inbox', () => {
  it('answers a page that is ready and runs what it was shown a button for', () => {
    const { inbox, heard } = open();
    inbox.receive({ kind: 'ready' });
    inbox.offer(buildPanelModel(account, deviceAttempt, options));
    inbox.receive({ kind: 'run', command: 'copyCodeAndOpen' });
    inbox.receive({ kind: 'run', command: 'showLog' });
    expect(heard).toEqual(['ready', 'copyCodeAndOpen', 'showLog']);
  });

  it('runs the sign-in methods of the first page and the button of a notice', () => {
    const { inbox, heard } = open();
    const home = { kind: 'foreign', found: { kind: 'chatgpt', identity: account.account.identity } } as const;
    inbox.offer(buildPanelModel({ kind: 'signedOut', home }, idle, options));
    inbox.receive({ kind: 'run', command: 'signInWithApiKey' });
    inbox.receive({ kind: 'run', command: 'importFromCodex' });
    inbox.receive({ kind: 'run', command: 'showOtherHostWays' });
    expect(heard).toEqual(['signInWithApiKey', 'importFromCodex', 'showOtherHostWays']);
  });

  it('drops a known command that the page has no button for, and everything once the page is gone', () => {
    const { inbox, heard } = open();
    inbox.receive({ kind: 'run', command: 'signOut' });
    inbox.offer(buildPanelModel(account, deviceAttempt, options));
    inbox.receive({ kind: 'run', command: 'signOut' });
    inbox.close();
    inbox.receive({ kind: 'run', command: 'copyUserCode' });
    expect(heard).toEqual(['dropped 1', 'dropped 2', 'dropped 3']);
  });
});

describe('hostile messages', () => {
  it.each([
    [{ kind: 'ready', extra: 1 }],
    [{ kind: 'run', command: 'signOut', arguments: ['all'] }],
    [{ kind: 'run', command: 'workbench.action.terminal.new' }],
    [{ kind: 'run', command: '__proto__' }],
    [{ kind: 'run', command: 'constructor' }],
    [{ kind: 'run' }],
    [{ kind: '__proto__' }],
    [[{ kind: 'ready' }]],
    ['ready'],
    [null],
    [undefined],
    [JSON.parse('{"__proto__": {"kind": "ready"}}')],
    [{ kind: 'run', command: 'x'.repeat(1_000_000) }],
  ])('drops message %#', (message) => {
    const { inbox, heard } = open();
    inbox.offer(buildPanelModel(account, idle, options));
    inbox.receive(message);
    expect(heard).toEqual(['dropped 1']);
  });

  it('takes nothing hostile and never throws', () => {
    const kinds = fc.oneof(fc.constantFrom('ready', 'run', 'show', '__proto__', 'toString'), fc.string());
    const commands = fc.oneof(fc.constantFrom(...panelCommands, 'workbench.action.quit'), fc.string(), fc.anything());
    const hostile = fc.oneof(
      fc.anything(),
      fc.record({ kind: kinds, command: commands }, { requiredKeys: [] }),
      fc.dictionary(fc.string(), fc.anything()),
    );
    fc.assert(
      fc.property(hostile, (message) => {
        const parsed = parseFromPanel(message);
        if (parsed === undefined) {
          const { inbox, heard } = open();
          inbox.receive(message);
          expect(heard).toEqual(['dropped 1']);
        } else if (parsed.kind === 'run') {
          expect(message).toEqual({ kind: 'run', command: parsed.command });
          expect(panelCommands).toContain(parsed.command);
        } else {
          expect(message).toEqual({ kind: 'ready' });
        }
      }),
      runs(200),
    );
  });
});

describe('the page’s side of the messages', () => {
  const message = { kind: 'show', model: buildPanelModel(account, idle, options) } as const;

  it('takes a model as the extension builds it', () => {
    expect(parseToPanel(message)).toEqual(message);
  });

  it.each([
    'javascript:alert(1)',
    'http://chatgpt.com/',
    'https://chatgpt.com.evil.example/',
    'https://evil.example/https://chatgpt.com/',
    'https://chatgpt.com@evil.example/',
    'https://github.com/openai/codex/pull/1',
    'https://github.com/openai/codex/issues/1',
    'command:workbench.action.quit',
    'https://chatgpt.com/\njavascript:alert(1)',
  ])('refuses a link to %s', (href) => {
    const footer = { ...message.model.footer, links: [{ text: 'x', href }] };
    expect(parseToPanel({ kind: 'show', model: { ...message.model, footer } })).toBeUndefined();
  });

  it('refuses a model with a field of its own', () => {
    expect(parseToPanel({ kind: 'show', model: { ...message.model, token: 'x' } })).toBeUndefined();
    const [first, ...rest] = message.model.sections;
    expect(
      parseToPanel({ kind: 'show', model: { ...message.model, sections: [{ ...first, html: '<b>' }, ...rest] } }),
    ).toBeUndefined();
  });

  it('never throws on anything', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => parseToPanel(anything) === undefined),
      runs(100),
    );
  });
});
