import { MirrorEdition } from './mirror-edition';
import { MirrorFactTopic } from './mirror-fact';
import { MirrorEstimate, MirrorEstimateOptions, MirrorPrice } from './mirror-price';
import { facts, sources } from './sources';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

const { stated, inferred, unverified } = facts(MirrorFactTopic.BILLING);

const price2023: MirrorPrice = {
  currency: 'USD',
  perSourceHour: 0.014,
  perGigabyte: 0.007,
  trafficWaivedUntil: '2023-03-30',
  fact: stated(
    sources.overview2023,
    'A source ENI costs 0.014 USD per hour that its session is active, a started hour counts as a whole hour. Mirrored traffic costs '
    + '0.007 USD per GB, waived until 2023-03-30.', 'Worked example: us-west-1, 5 ENIs, 30 days of 24 h, 20 GB: 50.40 + 0.14 = 50.54 USD.'),
};

const price2026: MirrorPrice = {
  currency: 'CNY',
  perSourceHour: 0.1,
  perGigabyte: 0.05,
  trafficWaivedUntil: '2027-03-31',
  fact: stated(
    sources.overview2026,
    'A source ENI costs 0.1 CNY per hour that its session is active. Mirrored traffic costs 0.05 CNY per GB, waived until '
    + '2027-03-31. The hours of a source that is in several sessions are summed.', 'Worked example: 5 ENIs, 30 days of 24 h: 360 CNY.'),
};

/** The price list of an edition. */
export function priceOf(edition: MirrorEdition): MirrorPrice {
  return edition === MirrorEdition.EDITION_2026 ? price2026 : price2023;
}

export const priceFacts = [
  unverified(sources.overview2026, 'The price in USD of today is not known.'),
  inferred(sources.overview2026, 'A started hour counts whole.', 'Published by edition 2023.'),
  stated(
    sources.overview2023,
    'In arrears there are 15 days of grace, then the service is suspended, and after 15 more days the sessions are deleted.',
  ),
];

/** The cost of sources, hours and gigabytes. Whole numbers throughout: 0.014 has no exact float. */
export function estimateOf(price: MirrorPrice, options: MirrorEstimateOptions): MirrorEstimate {
  const gigabytes = options.gigabytes ?? 0;
  amount('sources', options.sources, 'a whole number, 0 or more', Number.isSafeInteger(options.sources));
  amount('hours', options.hours, 'a number, 0 or more');
  amount('gigabytes', gigabytes, 'a number, 0 or more');
  const trafficWaived = options.date !== undefined && day(options.date) <= price.trafficWaivedUntil;
  const sourceHours = BigInt(options.sources) * BigInt(Math.ceil(options.hours));
  const instance = cents(decimal(price.perSourceHour), { digits: sourceHours, scale: 0 });
  const traffic = trafficWaived ? 0n : cents(decimal(price.perGigabyte), decimal(gigabytes));
  return {
    currency: price.currency,
    sourceHours: Number(sourceHours),
    instanceFee: Number(instance) / 100,
    trafficFee: Number(traffic) / 100,
    total: Number(instance + traffic) / 100,
    instanceFeeText: money(instance),
    trafficFeeText: money(traffic),
    totalText: money(instance + traffic),
    trafficWaived,
  };
}

/** The number digits / 10^scale. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** The decimal number that a float prints as, which is the one its writer meant. */
function decimal(value: number): Decimal {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** A product in cents, half a cent rounded up. */
function cents(a: Decimal, b: Decimal): bigint {
  const unit = 10n ** BigInt(a.scale + b.scale);
  return (2n * 100n * a.digits * b.digits + unit) / (2n * unit);
}

function money(inCents: bigint): string {
  return `${inCents / 100n}.${String(inCents % 100n).padStart(2, '0')}`;
}

function amount(what: string, got: number, allowed: string, whole = true): void {
  if (!known(got)) throw refusal({ what, got, allowed, fix: 'pass a number that is known before apply' });
  if (!Number.isFinite(got) || got < 0 || !whole) throw refusal({ what, got, allowed, fix: `pass ${allowed}` });
}

function day(text: string): string {
  const match = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const date = match ? new Date(`${text}T00:00:00Z`) : undefined;
  // JavaScript turns the 30th of February into the 2nd of March.
  if (date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return text;
  throw refusal({ what: 'date', got: text, allowed: 'a calendar date as YYYY-MM-DD', fix: 'write it like 2026-12-31' });
}
