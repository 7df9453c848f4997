import { screenOf } from '../../src/cli/screen';

const SCREEN = { isTTY: true, columns: 100 };

test.each<[string, Record<string, string | undefined>, boolean]>([
  ['colours', {}, true],
  ['colours for an empty NO_COLOR', { NO_COLOR: '' }, true],
  ['no colours for NO_COLOR', { NO_COLOR: '1' }, false],
  ['no colours for NO_COLOR=0, which is a value too', { NO_COLOR: '0' }, false],
  ['colours for a terminal with a name', { TERM: 'xterm-256color' }, true],
  ['no colours for a dumb terminal', { TERM: 'dumb' }, false],
])('a screen has %s', (_, environment, colour) => {
  expect(screenOf(environment, SCREEN)).toEqual({ columns: 100, colour });
});

test.each([{ isTTY: false, columns: 100 }, { columns: 100 }, {}])('a file or a pipe has neither colours nor a width: %j', (stream) => {
  expect(screenOf({ TERM: 'xterm-256color' }, stream)).toEqual({ colour: false });
});
