import { didYouMean, EssieFault, shown } from './essie-fault.ts';
import { BRACKETED, type Token, tokensOf } from './essie-tokens.ts';

/**
 * Says what is wrong with an expression that the grammar does not take.
 * @param failedAt how far the grammar came
 */
export function explain(expression: string, failedAt: number): EssieFault {
  let previous: Token | undefined;
  const open: Token[] = [];
  for (const token of tokensOf(expression)) {
    if (token.role === 'bare') return bare(token, expression);
    if (token.role === 'sign') return sign(token, previous);
    if (token.to > failedAt) return misplaced(token, previous);
    if (token.role === '(') open.push(token);
    if (token.role === ')') open.pop();
    previous = token;
  }
  return ending(previous, open.at(-1));
}

const wantsOperand = (token: Token | undefined): boolean =>
  token === undefined || ['(', 'infix', 'prefix'].includes(token.role);

function bare({ text, from, to }: Token, expression: string): EssieFault {
  const right = BRACKETED[text]!;
  const [gap, bracket] = /^(\s*)(\[?)/.exec(expression.slice(to))!.slice(1) as [string, string];
  if (!bracket) {
    return new EssieFault(
      `\`${text}\` needs square brackets right after it; write \`\\${text}\` for the word.`,
      from,
      right,
    );
  }
  if (gap) return new EssieFault(`A space stands between \`${text}\` and its bracket.`, to, right);
  return new EssieFault(`The bracket of \`${text}\` is never closed.`, to, right);
}

const SIGNS: Readonly<Record<string, readonly [message: string, expected: string]>> = {
  '"': ['This quotation mark is never closed.', 'a second quotation mark, or `\\"` for the mark as text'],
  ']': ['This bracket closes none.', '`\\]` for the bracket as text'],
  '[': ['A bracket stands only right after an operator.', '`\\[` for the bracket as text'],
  ',': ['A comma has a meaning only in `RANGE` and `DISTANCE`.', '`\\,` for the comma as text'],
  '\\': ['The backslash at the end has nothing to turn into text.', '`\\\\` for the backslash as text'],
};

function sign({ text, from }: Token, previous: Token | undefined): EssieFault {
  if (text === '[' && previous?.role === 'source') {
    const name = previous.text.toUpperCase();
    if (Object.hasOwn(BRACKETED, name)) {
      return new EssieFault(
        `Operators are written in capitals: \`${name}\`, not ${shown(previous.text)}.`,
        previous.from,
        BRACKETED[name],
      );
    }
    if (previous.to === from) {
      return new EssieFault(
        `There is no operator ${shown(previous.text)}.${didYouMean(name, Object.keys(BRACKETED))}`,
        previous.from,
        `${Object.keys(BRACKETED).join(', ')}; or \`\\[\` for the bracket as text`,
      );
    }
  }
  if (text === ']' && previous?.to === from && previous.text.indexOf('[') < previous.text.lastIndexOf('[')) {
    return new EssieFault(
      `Operators go side by side, not into the brackets of one another: ${shown(`${previous.text}]`)}.`,
      previous.from,
      'such as EXPANSION[None]COVERAGE[FullMatch]',
    );
  }
  const [message, expected] = SIGNS[text]!;
  return new EssieFault(message, from, expected);
}

/** A sound piece of an expression that cannot follow the one before it. */
function misplaced(token: Token, previous: Token | undefined): EssieFault {
  const isFirst = previous === undefined || previous.role === '(';
  if (token.role === ')') {
    if (previous && wantsOperand(previous)) return isFirst ? emptyGroup(previous) : unfinished(previous);
    return new EssieFault(
      'This parenthesis closes none.',
      token.from,
      '`\\)` for the parenthesis as text, or an opening one before',
    );
  }
  if (token.role === 'infix' && wantsOperand(previous)) {
    return new EssieFault(
      isFirst
        ? `\`${token.text}\` has nothing before it.`
        : `\`${token.text}\` cannot follow ${shown(previous.text)} at once.`,
      token.from,
      `an expression before \`${token.text}\`, or \`\\${token.text}\` for the word`,
    );
  }
  return unconnected(token, previous);
}

function unconnected({ text, from }: Token, previous: Token | undefined): EssieFault {
  const before = previous?.text ?? '';
  const whole = [before, text].find(each => each === 'ALL' || each === 'MISSING');
  const hint = whole ? `; for the word write \`\\${whole}\`` : '';
  return new EssieFault(
    `An operator is missing between ${shown(before)} and ${shown(text)}: AND or OR${hint}.`,
    from,
    'AND or OR',
  );
}

const emptyGroup = ({ from }: Token): EssieFault =>
  new EssieFault('There is nothing between these parentheses.', from, 'an expression, such as (a OR b)');

const unfinished = ({ text, from }: Token): EssieFault =>
  new EssieFault(
    `${shown(text)} has nothing after it.`,
    from,
    'words, a "phrase", RANGE, DISTANCE, MISSING, ALL or parentheses after it',
  );

function ending(last: Token | undefined, unclosed: Token | undefined): EssieFault {
  if (!last) return new EssieFault('The expression is empty.', 0, 'words to find, or ALL for every study');
  if (last.role !== '(' && wantsOperand(last)) return unfinished(last);
  return new EssieFault(
    'This parenthesis is never closed.',
    (unclosed ?? last).from,
    'a closing parenthesis',
  );
}
