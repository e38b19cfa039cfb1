import { Emitter, type Event } from '../../base/emitter.ts';
import type { HostView } from '../text/hostView.ts';

/**
 * What surfaces show of the host that this window is connected to. What asks that host is loaded behind the start, while
 * the surfaces are there from the first moment.
 */
export class RemoteFollower {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #view: HostView | undefined;

  /** Undefined in a window without another host, and until the first look. */
  get view(): HostView | undefined {
    return this.#view;
  }

  show(view: HostView): void {
    this.#view = view;
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
