import type { Sentence } from '../../errors/sentence.ts';
import type { Check } from '../check.ts';
import { found, plain, type Finding, type Fix } from '../finding.ts';
import type { DiagnosisPorts, ServiceAnswer, ServiceName } from '../ports.ts';
import { hostValue, said } from '../value.ts';

interface CertificatesSeen {
  readonly servers: readonly {
    readonly host: string;
    readonly isSecure: boolean;
    readonly answer: ServiceAnswer;
  }[];
  readonly caFault: Sentence | undefined;
}

const issuerAndBackend: readonly ServiceName[] = ['issuer', 'backend'];

/** Whether the certificates that issuer and backend show are trusted, and who signed one that is not. */
export const certificatesCheck: Check<Pick<DiagnosisPorts, 'network'>, CertificatesSeen> = {
  id: 'certificates',
  observe: async ({ network }, signal) => {
    const [caFault, ...seen] = await Promise.all([
      network.findCaFault(signal),
      ...issuerAndBackend.map(async (service) => ({
        host: network.hostOf(service),
        isSecure: network.isSecure(service),
        answer: await network.ask(service, signal),
      })),
    ]);
    return { caFault, servers: seen };
  },
  judge: ({ servers, caFault }) => {
    if (caFault !== undefined) {
      return [found('certificates.file', 'problem', { args: { reason: said(caFault) }, fixes })];
    }
    const secure = servers.filter(({ isSecure }) => isSecure);
    const byHost = new Map(secure.map((one) => [one.host, one]));
    return secure.length === 0
      ? [plain('certificates.plain', 'good')]
      : [...byHost.values()].map(({ host, answer }) => describe(host, answer));
  },
};

const fixes: readonly Fix[] = [{ id: 'showEnvironment' }, { id: 'checkAgain' }];

/** What its dates say is the clock's to judge. */
function describe(host: string, answer: ServiceAnswer): Finding {
  if (answer.kind === 'answer' || answer.reason === 'cut' || answer.reason === 'strangeAnswer') {
    return found('certificates.trusted', 'good', { args: { host: hostValue(host) } });
  }
  switch (answer.reason) {
    case 'untrustedIssuer':
    case 'certificate':
      return found('certificates.refused', 'problem', { args: { reason: said(answer.sentence) }, fixes });
    default:
      return found('certificates.notSeen', 'notKnown', { args: { host: hostValue(host) } });
  }
}
