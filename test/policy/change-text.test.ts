import type { ChangeStatement } from '../../src/model/document';
import { changeText } from '../../src/policy/change-text';
import { phrase } from '../../src/texts/phrase';

const names = (...items: string[]) => ({ count: items.length, names: phrase('some', { items: items.slice(0, 3), amount: items.length }) });
const change = (more: Partial<ChangeStatement> = {}): ChangeStatement => ({
  comparedWith: phrase('theLedger', { ledger: 'traffic-mirror.lock' }), created: 1, touched: 2, removed: 0, moved: 1,
  added: names('a', 'b', 'c', 'd'), gone: names('g'), interrupted: names('e'), switchedOff: names('s'), parked: names('p', 'q'),
  waiting: names('w'), released: names('r'), interruptedSeconds: 5, calls: 3, applySeconds: 90, ...more,
});

test('the effect of a change names every kind of it, in each language', () => {
  expect(changeText(change())).toBe('Against the ledger traffic-mirror.lock: 1 session created, 2 changed in place (1 to another target), '
    + '0 destroyed. Sources: 4 new (a, b, c and 1 more), 1 gone (g), 1 switched off (s). 1 other source is interrupted for about 5 s (e). '
    + '2 sources out of any session until the next apply (p, q). 1 session released, and still running (r). '
    + '1 source waits for the next apply (w). 3 write calls, about 2 min to apply, at 5 s a call and a parallelism of 10');
  expect(changeText(change(), 'en')).toBe(changeText(change()));
  expect(changeText(change(), 'zh')).toMatch(
    /^与账本 traffic-mirror\.lock 相比：创建 1 个会话，原地修改 2 个（其中 1 个更换镜像目的），销毁 0 个。镜像源：新增 4 个（a、b、c 等 4 个）/,
  );
});

test('no change is one sentence', () => {
  const none = { created: 0, touched: 0, removed: 0, waiting: names(), released: names() };
  expect(changeText(change(none))).toBe('no change against the ledger traffic-mirror.lock');
});
