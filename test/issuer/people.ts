/** Where a person can work: one ChatGPT account (`chatgpt_account_id`), personal or a workspace. */
export interface Workspace {
  /** The `chatgpt_account_id` of the claims and the `chatgpt-account-id` header. */
  readonly id: string;
  readonly name: string;
  /** A raw plan type (docs/codex-protocol.md, Claims and plans). */
  readonly planType: string;
  readonly structure: 'personal' | 'workspace';
  readonly codexEnabled: boolean;
  readonly deviceCodeEnabled: boolean;
  readonly isOwner: boolean;
}

/** One made-up person. Two workspaces of one person share the user id and the e-mail. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The `chatgpt_user_id` of the claims. */
  readonly userId: string;
  readonly workspaces: readonly [Workspace, ...Workspace[]];
}

export interface Choice {
  readonly personId: string;
  readonly workspaceId: string;
}

export interface Membership {
  readonly person: Person;
  readonly workspace: Workspace;
}

function describeWorkspace(
  fields: Pick<Workspace, 'id' | 'name' | 'planType' | 'structure'> & Partial<Workspace>,
): Workspace {
  return { codexEnabled: true, deviceCodeEnabled: true, isOwner: fields.structure === 'personal', ...fields };
}

const ada: Person = {
  id: 'ada',
  name: 'Ada',
  email: 'ada@practice.example',
  userId: 'user-practiceAda000000000001',
  workspaces: [
    describeWorkspace({
      id: 'ada00000-0000-4000-8000-000000000001',
      name: 'Personal',
      planType: 'plus',
      structure: 'personal',
    }),
    describeWorkspace({
      id: 'b0510000-0000-4000-8000-000000000002',
      name: 'Harbour Works',
      planType: 'business',
      structure: 'workspace',
    }),
  ],
};

const ben: Person = {
  id: 'ben',
  name: 'Ben',
  email: 'ben@practice.example',
  userId: 'user-practiceBen000000000002',
  workspaces: [
    describeWorkspace({
      id: 'be000000-0000-4000-8000-000000000003',
      name: 'Personal',
      planType: 'free',
      structure: 'personal',
    }),
    describeWorkspace({
      id: 'b0510000-0000-4000-8000-000000000004',
      name: 'Quiet Mill',
      planType: 'team',
      structure: 'workspace',
      codexEnabled: false,
    }),
  ],
};

const cyn: Person = {
  id: 'cyn',
  name: 'Cyn',
  email: 'cyn@practice.example',
  userId: 'user-practiceCyn000000000003',
  workspaces: [
    describeWorkspace({
      id: 'c0510000-0000-4000-8000-000000000005',
      name: 'Stone Lab',
      planType: 'team',
      structure: 'workspace',
      deviceCodeEnabled: false,
      isOwner: true,
    }),
  ],
};

/** Ada has a Personal and a Business workspace, Ben one without Codex, Cyn one without device codes. */
export const people: readonly [Person, Person, Person] = [ada, ben, cyn];

/** The workspace that personal access tokens are made for. */
export const businessChoice: Choice = { personId: 'ada', workspaceId: 'b0510000-0000-4000-8000-000000000002' };

export function findPerson(personId: string): Person | undefined {
  return people.find((person) => person.id === personId);
}

export function findWorkspace(person: Person, workspaceId: string): Workspace | undefined {
  return person.workspaces.find((workspace) => workspace.id === workspaceId);
}

/** @throws Error when nobody is called so, or the person is not in that workspace */
export function requireMembership(choice: Choice): Membership {
  const person = findPerson(choice.personId);
  const workspace = person && findWorkspace(person, choice.workspaceId);
  if (person === undefined || workspace === undefined) {
    throw new Error(`No person "${choice.personId}" in workspace "${choice.workspaceId}".`);
  }
  return { person, workspace };
}
