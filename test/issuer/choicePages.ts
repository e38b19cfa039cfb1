import { answerPage, escapeHtml } from './pageLayout.ts';
import { people, type Person, type Workspace } from './people.ts';
import type { IssuerAnswer } from './wire.ts';

/** A form that carries what was said so far. */
export interface ChoiceForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly formTargets: readonly string[];
  readonly acceptLabel: string;
  readonly refuseLabel: string;
}

function hiddenFields(hidden: Readonly<Record<string, string>>): string {
  return Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');
}

function refuseButton(form: ChoiceForm): string {
  const label = escapeHtml(form.refuseLabel);
  return `<button type="submit" name="decision" value="refuse" id="refuse" formnovalidate>${label}</button>`;
}

/** First step: who is it? One button per person, named by the person. */
export function answerPersonPage(form: ChoiceForm, lead: string): IssuerAnswer {
  const items = people
    .map(
      ({ id, name, email }) => `<li class="choice">
<button type="submit" name="person" value="${id}" id="person-${id}"
 aria-describedby="email-${id}">${escapeHtml(name)}</button>
<span id="email-${id}">${escapeHtml(email)}</span>
</li>`,
    )
    .join('\n');
  return answerPage({
    title: 'Choose a person',
    formTargets: form.formTargets,
    body: `<p>${escapeHtml(lead)}</p>
<form method="post" action="${form.action}">
${hiddenFields(form.hidden)}
<ul aria-label="People">
${items}
</ul>
<div class="actions">${refuseButton(form)}</div>
</form>`,
  });
}

export interface WorkspaceOffer {
  readonly person: Person;
  /** Why a workspace cannot be chosen; undefined when it can. */
  readonly obstacle: (workspace: Workspace) => string | undefined;
  /** A sentence about an answer that could not be taken. */
  readonly problem?: string;
}

function workspaceChoice(workspace: Workspace, obstacle: string | undefined, checked: boolean): string {
  const kind = workspace.structure === 'personal' ? 'Personal account' : 'Workspace';
  const words = `${kind}, plan ${workspace.planType}${obstacle === undefined ? '' : `. ${obstacle}`}`;
  const state = `${obstacle === undefined ? '' : ' disabled'}${checked ? ' checked' : ''}`;
  return `<div class="choice">
<input type="radio" name="workspace" value="${workspace.id}" id="workspace-${workspace.id}" required
 aria-describedby="about-${workspace.id}"${state}>
<label for="workspace-${workspace.id}">${escapeHtml(workspace.name)}</label>
<span id="about-${workspace.id}">${escapeHtml(words)}</span>
</div>`;
}

/** Second step: in which workspace, and is it all right? */
export function answerWorkspacePage(form: ChoiceForm, offer: WorkspaceOffer): IssuerAnswer {
  const { person, obstacle, problem } = offer;
  const firstOpen = person.workspaces.find((workspace) => obstacle(workspace) === undefined);
  const choices = person.workspaces
    .map((workspace) => workspaceChoice(workspace, obstacle(workspace), workspace === firstOpen))
    .join('\n');
  const label = escapeHtml(form.acceptLabel);
  const accept = `<button type="submit" class="main" name="decision" value="accept" id="accept">${label}</button>`;
  return answerPage({
    title: 'Choose a workspace',
    formTargets: form.formTargets,
    body: `${problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>`}
<p>Signed in as ${escapeHtml(person.name)} (${escapeHtml(person.email)}). Codex will use this account.</p>
<form method="post" action="${form.action}">
${hiddenFields({ ...form.hidden, person: person.id })}
<fieldset>
<legend>Workspace</legend>
${choices}
</fieldset>
<div class="actions">
${firstOpen === undefined ? '' : accept}
${refuseButton(form)}
<button type="submit" name="decision" value="back" id="back" formnovalidate>Choose another person</button>
</div>
</form>`,
  });
}
