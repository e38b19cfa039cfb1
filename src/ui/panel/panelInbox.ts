import { parseFromPanel, type PanelCommand, type PanelModel, type ToPanel } from '../../webview/messages.ts';

export interface PanelInboxPorts {
  readonly ready: () => void;
  readonly run: (command: PanelCommand) => void;
  readonly dropped: (count: number) => void;
}

/**
 * Takes the page's messages. Only a command that the page was last shown a button for is run; everything else is
 * dropped and counted, and nothing a page can send makes it throw (docs/threats.md, T-WV-2).
 */
export class PanelInbox {
  readonly #ports: PanelInboxPorts;
  #offered: ReadonlySet<PanelCommand> = new Set();
  #droppedCount = 0;

  constructor(ports: PanelInboxPorts) {
    this.#ports = ports;
  }

  /** The message that shows a model, whose buttons may be pressed from now on. */
  offer(model: PanelModel): ToPanel {
    this.#offered = new Set(listOffered(model));
    return { kind: 'show', model };
  }

  receive(message: unknown): void {
    const parsed = parseFromPanel(message);
    if (parsed?.kind === 'ready') {
      this.#ports.ready();
    } else if (parsed?.kind === 'run' && this.#offered.has(parsed.command)) {
      this.#ports.run(parsed.command);
    } else {
      this.#droppedCount += 1;
      this.#ports.dropped(this.#droppedCount);
    }
  }

  /** The page is gone: nothing is offered any more. */
  close(): void {
    this.#offered = new Set();
  }
}

function listOffered({ actions, sections, footer }: PanelModel): readonly PanelCommand[] {
  const inSections = sections.flatMap((section) => {
    switch (section.kind) {
      case 'facts':
      case 'unlocks':
        return [];
      case 'methods':
        return [...section.cards.map((card) => card.action), section.more];
      case 'notice':
      case 'usage':
      case 'deviceCode':
      case 'browser':
        return section.actions;
    }
  });
  const inFooter = footer.action === undefined ? [] : [footer.action];
  return [...actions, ...inSections, ...inFooter].map(({ command }) => command);
}
