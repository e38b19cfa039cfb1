import { l10n } from 'vscode';
import { buildSentence } from '../../errors/sentence.ts';
import type { Parsed } from '../../providers/input.ts';
import { pickSourced, type SourcedPickFlow, type SourcedRow } from '../shell/pickSourced.ts';
import type { Prompts } from '../shell/prompts.ts';
import { formatSentence } from '../text/errorText.ts';

/** Where a question is among the others. */
export interface QuestionPlace {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** What came of a question: the draft with its answer, the way back, or nothing when the person left. */
type Outcome<Draft> = Draft | 'back' | undefined;

export interface Question<Draft> {
  /** Left out where what was answered before makes it needless. */
  readonly isAsked?: (draft: Draft) => boolean;
  readonly ask: (draft: Draft, place: QuestionPlace) => Promise<Outcome<Draft>>;
}

/**
 * Asks one question after the other, each with a way back to the one before.
 * @param from where it begins: the first question, or the last one that is asked
 * @returns the draft with every answer; `back` out of the first question
 */
export async function askInTurn<Draft extends object>(
  questions: readonly Question<Draft>[],
  first: Draft,
  { title, from }: { readonly title: string; readonly from: 'first' | 'last' },
): Promise<Outcome<Draft>> {
  let draft = first;
  const listAsked = (): readonly Question<Draft>[] => questions.filter(({ isAsked }) => isAsked?.(draft) ?? true);
  let at = from === 'first' ? 0 : listAsked().length - 1;
  for (;;) {
    const asked = listAsked();
    const question = asked[at];
    if (question === undefined) {
      return at < 0 ? 'back' : draft;
    }
    const outcome = await question.ask(draft, { title, step: at + 1, totalSteps: asked.length });
    if (outcome === undefined) {
      return undefined;
    }
    if (outcome === 'back') {
      at -= 1;
      continue;
    }
    draft = outcome;
    // An answer may make questions before it needless, and its own too.
    const place = questions.indexOf(question);
    at = listAsked().filter((one) => questions.indexOf(one) <= place).length;
  }
}

export interface TextWords<Draft> {
  readonly prompt: (draft: Draft) => string;
  readonly placeHolder?: string;
  /** What is there at first. */
  readonly value: (draft: Draft) => string;
  readonly take: (typed: string, draft: Draft) => Parsed<Draft>;
  readonly isAsked?: (draft: Draft) => boolean;
  /** What is typed, and what is there at first, is hidden. */
  readonly isPassword?: boolean;
}

/** A question that is answered with a line of text. */
export function askText<Draft>(
  prompts: Pick<Prompts, 'question'>,
  { prompt, placeHolder, value, take, isAsked, isPassword = false }: TextWords<Draft>,
): Question<Draft> {
  return {
    ...(isAsked === undefined ? {} : { isAsked }),
    ask: async (draft, place) => {
      const answered = await prompts.question({
        ...place,
        prompt: prompt(draft),
        value: value(draft),
        ...(placeHolder === undefined ? {} : { placeHolder }),
        ...(isPassword ? { isPassword } : {}),
        validate: (text) => explainInput(take(text, draft)),
      });
      if (answered?.kind !== 'typed') {
        return answered?.kind;
      }
      const taken = take(answered.text, draft);
      return taken.kind === 'value' ? taken.value : undefined;
    },
  };
}

/** The sentence about a text that was refused. */
export function explainInput(taken: Parsed<unknown>): string | undefined {
  return taken.kind === 'refused' ? formatSentence(buildSentence(`provider.input.${taken.problem}`, {})) : undefined;
}

export interface ChoiceRow<Draft> extends SourcedRow {
  /** Undefined: the question is asked again. */
  readonly choose?: () => Promise<Outcome<Draft> | 'again'> | Outcome<Draft>;
}

/** A question that is answered with a row; the way back is the last one. Rows that an answer has changed are shown anew. */
export async function askRow<Draft>(
  listRows: () => readonly ChoiceRow<Draft>[],
  { placeHolder, title, step, totalSteps }: QuestionPlace & { readonly placeHolder: string },
  flow: SourcedPickFlow,
): Promise<Outcome<Draft>> {
  const back: ChoiceRow<Draft> = { label: l10n.t('$(arrow-left) Back'), choose: () => 'back' };
  for (;;) {
    const picked = await pickSourced<ChoiceRow<Draft>>(
      [...listRows(), back],
      { title: l10n.t('{0} ({1}/{2})', title, step, totalSteps), placeHolder },
      flow,
    );
    const outcome = await picked?.choose?.();
    if (outcome !== 'again') {
      return outcome;
    }
  }
}
