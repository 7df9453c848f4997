import { Token } from 'cdktf';
import * as fc from 'fast-check';
import { MirrorCatalog } from '../../src/catalog/mirror-catalog';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { played } from '../support/runs';

const then = MirrorCatalog.of(MirrorEdition.EDITION_2023);
const now = MirrorCatalog.of(MirrorEdition.EDITION_2026);

test('the price lists', () => {
  expect(then.price).toMatchObject({ currency: 'USD', perSourceHour: 0.014, perGigabyte: 0.007, trafficWaivedUntil: '2023-03-30' });
  expect(now.price).toMatchObject({ currency: 'CNY', perSourceHour: 0.1, perGigabyte: 0.05, trafficWaivedUntil: '2027-03-31' });
});

test('the worked example of edition 2023', () => {
  expect(then.estimate({ sources: 5, hours: 30 * 24, gigabytes: 20 })).toEqual({
    currency: 'USD',
    sourceHours: 3600,
    instanceFee: 50.4,
    instanceFeeText: '50.40',
    trafficFee: 0.14,
    trafficFeeText: '0.14',
    total: 50.54,
    totalText: '50.54',
    trafficWaived: false,
  });
});

test('the worked example of edition 2026', () => {
  expect(now.estimate({ sources: 5, hours: 30 * 24 })).toMatchObject({ currency: 'CNY', total: 360, totalText: '360.00', trafficFee: 0 });
  expect(now.estimate({ sources: 5, hours: 30 * 24, gigabytes: 20 })).toMatchObject({ totalText: '361.00', trafficFeeText: '1.00' });
});

test('the traffic costs nothing up to the last day of the waiver', () => {
  const used = { sources: 5, hours: 720, gigabytes: 20 };
  expect(now.estimate({ ...used, date: '2027-03-31' })).toMatchObject({ trafficWaived: true, trafficFee: 0, totalText: '360.00' });
  expect(now.estimate({ ...used, date: '2027-04-01' })).toMatchObject({ trafficWaived: false, trafficFee: 1, totalText: '361.00' });
  expect(then.estimate({ ...used, date: '2023-03-30' })).toMatchObject({ trafficWaived: true, totalText: '50.40' });
  expect(then.estimate({ ...used, date: '2023-03-31' })).toMatchObject({ trafficWaived: false, totalText: '50.54' });
});

test('a started hour counts whole, half a cent is rounded up', () => {
  expect(now.estimate({ sources: 1, hours: 0.01 })).toMatchObject({ sourceHours: 1, totalText: '0.10' });
  expect(now.estimate({ sources: 2, hours: 1.5 })).toMatchObject({ sourceHours: 4, totalText: '0.40' });
  expect(now.estimate({ sources: 0, hours: 0, gigabytes: 0.1 })).toMatchObject({ trafficFeeText: '0.01' });
  expect(now.estimate({ sources: 0, hours: 0, gigabytes: 0.09 })).toMatchObject({ trafficFeeText: '0.00' });
});

test('numbers that JavaScript prints with an exponent', () => {
  expect(then.estimate({ sources: 0, hours: 0, gigabytes: 1e21 }).totalText).toBe('7000000000000000000.00');
  expect(then.estimate({ sources: 0, hours: 0, gigabytes: 1.5e-7 }).totalText).toBe('0.00');
  expect(then.estimate({ sources: 0, hours: 0, gigabytes: 1.25e22 }).totalText).toBe('87500000000000000000.00');
});

test('agrees with a computation in thousandths', () => {
  const rates = { [MirrorEdition.EDITION_2023]: [14n, 7n], [MirrorEdition.EDITION_2026]: [100n, 50n] };
  fc.assert(fc.property(
    fc.constantFrom(...MirrorCatalog.editions), fc.nat(200_000), fc.nat(100_000), fc.nat(999), fc.nat(1_000_000), fc.nat(999),
    (edition, sources, hours, minutes, whole, thousandths) => {
      const [perHour, perGb] = rates[edition];
      const started = BigInt(hours) + (minutes > 0 ? 1n : 0n);
      // Half a cent up: add half, divide, and drop the rest.
      const instance = (perHour * BigInt(sources) * started + 5n) / 10n;
      const traffic = (perGb * (BigInt(whole) * 1000n + BigInt(thousandths)) + 5000n) / 10_000n;
      const text = (cents: bigint) => cents.toString().padStart(3, '0').replace(/(..)$/, '.$1');
      const got = MirrorCatalog.of(edition).estimate({
        sources,
        hours: Number(`${hours}.${String(minutes).padStart(3, '0')}`),
        gigabytes: Number(`${whole}.${String(thousandths).padStart(3, '0')}`),
      });
      expect([got.instanceFeeText, got.trafficFeeText, got.totalText]).toEqual([text(instance), text(traffic), text(instance + traffic)]);
      expect([got.instanceFee, got.trafficFee, got.total].map((n) => n.toFixed(2))).toEqual([
        got.instanceFeeText,
        got.trafficFeeText,
        got.totalText,
      ]);
    }), played(250, 1));
});

test.each([
  [{ sources: -1, hours: 1 }, /^sources is -1. Allowed: a whole number, 0 or more/],
  [{ sources: 1.5, hours: 1 }, /^sources is 1\.5/],
  [{ sources: 1, hours: -0.1 }, /^hours is -0\.1. Allowed: a number, 0 or more/],
  [{ sources: 1, hours: NaN }, /^hours is NaN/],
  [{ sources: 1, hours: 1, gigabytes: Infinity }, /^gigabytes is Infinity/],
  [{ sources: 1, hours: Token.asNumber('${var.hours}') }, /^hours is a number token.*known before apply/],
  [{ sources: 1, hours: 1, date: '2027-3-31' }, /^date is "2027-3-31". Allowed: a calendar date as YYYY-MM-DD/],
  [{ sources: 1, hours: 1, date: '2026-02-30' }, /^date is "2026-02-30"/],
  [{ sources: 1, hours: 1, date: '2026-13-01' }, /^date is "2026-13-01"/],
])('fails for %j', (options, message) => {
  expect(() => now.estimate(options)).toThrow(message);
});
