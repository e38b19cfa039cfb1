import type { HomePath, Nothing } from './values.ts';

/** Copying a sign-in to a host that no window is connected to. */
export interface CopyMessages {
  'copy.liveGrant': Nothing;
  'copy.noSshProgram': Nothing;
  'copy.noDockerProgram': Nothing;
  'copy.badName': { readonly name: string };
  'copy.ownHome': HomePath;
  'copy.hostNotFound': Place;
  'copy.hostDown': Place;
  'copy.hostKeyUnknown': Place;
  'copy.hostKeyChanged': Place;
  'copy.keyRefused': Place;
  'copy.sshConfig': PlaceWithFault;
  'copy.cut': Place;
  'copy.tooLong': PlaceInTime;
  'copy.noShell': Place;
  'copy.noAnswer': PlaceThatEnded;
  'copy.noHome': Place;
  'copy.dockerDown': Nothing;
  'copy.dockerDenied': Nothing;
  'copy.containerMissing': Place;
  'copy.containerStopped': Place;
  'copy.containerUser': Place;
  'copy.storeElsewhere': PlaceWithStore;
  'copy.changedMeanwhile': Place;
  'copy.incomplete': Place;
  'copy.notWritten': Place;
}

/** Where something is on another host, as it is shown. */
interface Place {
  readonly place: string;
}

interface PlaceInTime extends Place {
  readonly seconds: string;
}

interface PlaceWithFault extends Place {
  /** In the words of the program. */
  readonly said: string;
}

interface PlaceThatEnded extends Place {
  readonly exitCode: string;
}

interface PlaceWithStore extends Place {
  readonly store: string;
}
