import { callSites } from '../../src/net/call-sites';

const names = (frames: number) => {
  function nearest() { return callSites(nearest, frames).map((site) => site.getFunctionName()); }
  function middle() { return nearest(); }
  function outer() { return middle(); }
  return outer();
};

test('the callers of a function are named, the nearest first, no more than are wanted', () => {
  expect(names(2)).toEqual(['middle', 'outer']);
  expect(names(3)).toEqual(['middle', 'outer', 'names']);
});

test('errors are as before afterwards', () => {
  const { stackTraceLimit, prepareStackTrace } = Error;
  try {
    const prepare = () => 'ours';
    Object.assign(Error, { stackTraceLimit: 7, prepareStackTrace: prepare });
    names(2);
    expect([Error.stackTraceLimit, Error.prepareStackTrace]).toEqual([7, prepare]);
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  }
});

test.each(['stackTraceLimit', 'prepareStackTrace'] as const)('there are none if %s of errors cannot be changed', (property) => {
  const before = Object.getOwnPropertyDescriptor(Error, property);
  const { stackTraceLimit } = Error;
  try {
    Object.defineProperty(Error, property, { value: Error[property], writable: false, configurable: true });
    expect(names(2)).toEqual([]);
  } finally {
    if (before) Object.defineProperty(Error, property, before);
    else delete Error[property];
  }
  expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  expect(names(1)).toEqual(['middle']);
});

test('there are none in a runtime that only writes texts', () => {
  const { captureStackTrace } = Error;
  try {
    Error.captureStackTrace = (holder) => Object.assign(holder, { stack: 'at middle' });
    expect(names(2)).toEqual([]);
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
});
