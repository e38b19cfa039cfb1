import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HistoryWorld, type Ending, type Person } from './historyWorld.ts';
import { runs } from '../../../support/propertyRuns.ts';

interface Model {
  steps: number;
}

type Step = (world: HistoryWorld) => Promise<void> | void;

/** Every command is one step of somebody, after which the referee must have nothing to say. */
class StepCommand implements fc.AsyncCommand<Model, HistoryWorld> {
  readonly #name: string;
  readonly #step: Step;

  constructor(name: string, step: Step) {
    this.#name = name;
    this.#step = step;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, world: HistoryWorld): Promise<void> {
    model.steps += 1;
    await this.#step(world);
    await world.inspect();
    expect(world.violations).toEqual([]);
  }

  toString(): string {
    return this.#name;
  }
}

const people = fc.constantFrom<Person>('ada', 'ada-b', 'ben');
const endings = fc.constantFrom<Ending>('never', 'never', 'answerLost', 'atVault', 'atHome');
const outside = {
  codexRefresh: (world: HistoryWorld) => world.codexRefresh(),
  codexSwitchWorkspace: (world: HistoryWorld) => world.codexSwitchWorkspace(),
  importElsewhere: (world: HistoryWorld) => world.importElsewhere(),
  codexSignOut: (world: HistoryWorld) => {
    world.codexSignOut();
  },
  backUp: (world: HistoryWorld) => {
    world.backUp();
  },
  restore: (world: HistoryWorld) => {
    world.restore();
  },
  follow: (world: HistoryWorld) => world.follow(),
  flush: (world: HistoryWorld) => {
    world.flush();
  },
  crash: (world: HistoryWorld) => {
    world.crash();
  },
} satisfies Record<string, Step>;

const commands = fc.commands(
  [
    people.map((person) => new StepCommand(`signIn ${person}`, (world) => world.signIn(person))),
    fc
      .tuple(people, endings)
      .map(
        ([person, ending]) => new StepCommand(`refresh ${person} ${ending}`, (world) => world.refresh(person, ending)),
      ),
    people.map((person) => new StepCommand(`switchTo ${person}`, (world) => world.switchTo(person))),
    people.map((person) => new StepCommand(`refreshElsewhere ${person}`, (world) => world.refreshElsewhere(person))),
    people.map(
      (person) =>
        new StepCommand(`codexSignIn ${person}`, (world) => {
          world.codexSignIn(person);
        }),
    ),
    ...Object.entries(outside).map(([name, step]) => fc.constant(new StepCommand(name, step))),
  ],
  { maxCommands: 25, size: 'max' },
);

it('never puts an older token over a newer one, nor sends one that is known as spent, whatever happened', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (steps) => {
      const setup = (): { model: Model; real: HistoryWorld } => ({ model: { steps: 0 }, real: new HistoryWorld() });
      await fc.asyncModelRun(setup, steps);
    }),
    runs(50),
  );
});
