import { answerPage, escapeHtml } from './pageLayout.ts';
import { people } from './people.ts';
import type { Route } from './wire.ts';

/** A thing to paste somewhere while practising, and what it is good for. */
export interface PracticeCredential {
  readonly label: string;
  readonly value: string;
}

function describePeople(): string {
  const items = people.map(({ name, email, workspaces }) => {
    const places = workspaces.map((workspace) => {
      const limits = [
        ...(workspace.codexEnabled ? [] : ['Codex is switched off']),
        ...(workspace.deviceCodeEnabled ? [] : ['device codes are switched off']),
      ];
      return [`${workspace.name} (${workspace.planType})`, ...limits].join(', ');
    });
    const words = escapeHtml(`${email}: ${places.join('; ')}`);
    return `<li class="choice"><strong>${escapeHtml(name)}</strong> <span>${words}</span></li>`;
  });
  return `<ul aria-label="People">${items.join('\n')}</ul>`;
}

/** `/`: who can sign in here, and practice keys and tokens to paste. They open nothing but this issuer. */
export function homeRoute(credentials: readonly PracticeCredential[]): Route {
  const items = credentials.map(
    ({ label, value }) =>
      `<li class="choice"><strong>${escapeHtml(label)}</strong> <code>${escapeHtml(value)}</code></li>`,
  );
  const body = `<p>These people can sign in:</p>
${describePeople()}
<p>Codex shows a device code? <a href="codex/device">Type it here.</a></p>
<p>Keys and tokens to paste. They work here and nowhere else:</p>
<ul aria-label="Keys and tokens">${items.join('\n')}</ul>`;
  return { method: 'GET', path: '/', answer: () => answerPage({ title: 'Practice issuer', body }) };
}
