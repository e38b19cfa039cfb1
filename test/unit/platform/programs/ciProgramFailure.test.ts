import { describe, expect, it } from 'vitest';
import type { CiProgramFailure } from '../../../../src/ci/ports.ts';
import { judgeProgramFailure } from '../../../../src/platform/programs/ciProgramFailure.ts';

describe('what the program of a CI system says of its failure', () => {
  it.each<[number, string, CiProgramFailure]>([
    [4, 'To get started with GitHub CLI, please run:  gh auth login', 'notSignedIn'],
    [
      1,
      'HTTP 401: Bad credentials (https://api.github.com/graphql)\nTry authenticating with: gh auth login',
      'notSignedIn',
    ],
    [1, 'GET https://gitlab.com/api/v4/projects/acme%2Fapp: 401 {message: 401 Unauthorized}', 'notSignedIn'],
    [1, 'none of the git remotes point to a known GitLab host. Please use `glab auth login` first.', 'notSignedIn'],
    [1, 'failed to fetch public key: HTTP 403: Resource not accessible by personal access token', 'notAllowed'],
    [1, 'gh: Resource not accessible by integration (HTTP 403)', 'notAllowed'],
    [1, 'POST https://gitlab.com/api/v4/projects/1/variables: 403 {message: 403 Forbidden}', 'notAllowed'],
    [1, 'failed to fetch public key: HTTP 404: Not Found', 'notFound'],
    [1, 'GET https://gitlab.com/api/v4/projects/acme%2Fapp: 404 {message: 404 Project Not Found}', 'notFound'],
    [1, "GraphQL: Could not resolve to a Repository with the name 'acme/app'. (repository)", 'notFound'],
    [1, 'error connecting to api.github.com\ncheck your internet connection or https://githubstatus.com', 'offline'],
    [1, 'Get "https://gitlab.com/api/v4/user": dial tcp: lookup gitlab.com: no such host', 'offline'],
    [1, 'Put "https://ghe.acme.example/api/v3": x509: certificate signed by unknown authority', 'offline'],
    [1, 'HTTP 422: Validation Failed', 'notKnown'],
    [1, '', 'notKnown'],
    [2, 'unknown flag: --env', 'notKnown'],
  ])('exit %i, “%s”: %s', (exitCode, stderr, kind) => {
    expect(judgeProgramFailure({ exitCode, stderr })).toBe(kind);
  });
});
