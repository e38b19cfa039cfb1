import * as z from 'zod/mini';
import { answerPersonPage, answerWorkspacePage, type ChoiceForm } from './choicePages.ts';
import type { DeviceCodes, DeviceSignIn } from './deviceCodes.ts';
import { answerPage, answerProblemPage, escapeHtml } from './pageLayout.ts';
import { findPerson, findWorkspace, type Person, type Workspace } from './people.ts';
import type { IssuerAnswer, IssuerRequest, Route } from './wire.ts';

const pagePath = '/codex/device';
/** Relative, for pages that are served below `/proxy/PORT/`. */
const relativePagePath = 'device';

const pageAnswerSchema = z.object({
  user_code: z.string(),
  person: z.optional(z.string()),
  workspace: z.optional(z.string()),
  decision: z.optional(z.enum(['accept', 'refuse', 'back'])),
});

function buildForm(signIn: DeviceSignIn): ChoiceForm {
  return {
    action: relativePagePath,
    hidden: { user_code: signIn.userCode },
    formTargets: [],
    acceptLabel: 'Approve',
    refuseLabel: 'Deny',
  };
}

function answerCodePage(problem?: string): IssuerAnswer {
  return answerPage({
    status: problem === undefined ? 200 : 400,
    title: 'Sign in a device',
    body: `${problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>`}
<p>Type the code that Codex shows. Never type a code that somebody sent you.</p>
<form method="post" action="${relativePagePath}">
<label class="field" for="user-code">Code</label>
<input type="text" id="user-code" name="user_code" required autocomplete="off" autocapitalize="characters"
 spellcheck="false">
<div class="actions"><button type="submit" class="main" id="continue">Continue</button></div>
</form>`,
  });
}

function deviceObstacle(workspace: Workspace): string | undefined {
  return workspace.codexEnabled ? undefined : 'Codex is switched off here.';
}

/** `/codex/device`: a person types the code, chooses person and workspace, and approves or denies. */
export class DevicePage {
  readonly #devices: DeviceCodes;

  constructor(devices: DeviceCodes) {
    this.#devices = devices;
  }

  routes(): readonly Route[] {
    return [
      { method: 'GET', path: pagePath, answer: () => answerCodePage() },
      { method: 'POST', path: pagePath, answer: (request) => this.#takeAnswer(request) },
    ];
  }

  #takeAnswer({ fields }: IssuerRequest): IssuerAnswer {
    const parsed = pageAnswerSchema.safeParse(fields);
    if (!parsed.success) {
      return answerCodePage('The form was not complete.');
    }
    const { user_code: userCode, decision } = parsed.data;
    const signIn = this.#devices.findOpen(userCode);
    if (signIn === undefined) {
      return answerCodePage('That code is not known, or it has expired. Check it and try again.');
    }
    if (decision === 'refuse') {
      this.#devices.deny(signIn);
      return answerPage({ title: 'Device denied', body: '<p role="status">The device was not signed in.</p>' });
    }
    const person = parsed.data.person === undefined ? undefined : findPerson(parsed.data.person);
    if (person === undefined || decision === 'back') {
      return answerPersonPage(buildForm(signIn), 'Who signs in to Codex on that device?');
    }
    const workspace = parsed.data.workspace === undefined ? undefined : findWorkspace(person, parsed.data.workspace);
    return decision === 'accept' && workspace !== undefined && deviceObstacle(workspace) === undefined
      ? this.#approve(signIn, person, workspace)
      : answerWorkspacePage(buildForm(signIn), { person, obstacle: deviceObstacle });
  }

  #approve(signIn: DeviceSignIn, person: Person, workspace: Workspace): IssuerAnswer {
    if (!workspace.deviceCodeEnabled) {
      return answerProblemPage(
        'Device codes are switched off',
        `The workspace ${workspace.name} does not allow sign-in by device code. An administrator can switch it on.`,
      );
    }
    this.#devices.approve(signIn, { person, workspace });
    return answerPage({
      title: 'Device approved',
      body: '<p role="status">Codex on that device is signed in. You can close this page.</p>',
    });
  }
}
