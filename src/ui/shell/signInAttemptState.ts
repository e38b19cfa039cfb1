import type { AttemptState, SignInService } from '../../accounts/signIn/signInService.ts';
import { Disposables } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';

/**
 * What surfaces see of sign-in attempts. The service behind it is loaded with the first sign-in, while the surfaces are
 * there from the start.
 */
export class SignInAttemptState {
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<AttemptState>());
  readonly onDidChange: Event<AttemptState> = this.#changed.event;
  #state: AttemptState = { kind: 'idle' };

  get state(): AttemptState {
    return this.#state;
  }

  follow(service: SignInService): void {
    this.#scope.add(
      service.onDidChange((state) => {
        this.#state = state;
        this.#changed.fire(state);
      }),
    );
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
