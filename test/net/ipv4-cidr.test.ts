import * as fc from 'fast-check';
import { Ipv4Cidr, formatIpv4Address, parseIpv4Address, parseIpv4Cidr } from '../../src/net/ipv4-cidr';
import { played } from '../support/runs';

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet);
const prefix = fc.integer({ min: 0, max: 32 });
const dotted = (o: readonly number[]) => o.join('.');
const value = (o: readonly number[]) => o.reduce((sum, part) => sum * 256n + BigInt(part), 0n);

/** The block by BigInt division, which shares nothing with the shifts of the library. */
const block = fc.tuple(address, prefix).map(([o, p]) => {
  const size = 2n ** BigInt(32 - p);
  const first = value(o) / size * size;
  const text = `${[24n, 16n, 8n, 0n].map(s => first / 2n ** s % 256n).join('.')}/${p}`;
  return { text, prefix: p, first, last: first + size - 1n };
});

describe('reads', () => {
  test('canonical text and prints it again', () => {
    fc.assert(fc.property(block, b => {
      const cidr = Ipv4Cidr.of(b.text);
      expect(cidr.toString()).toBe(b.text);
      expect([BigInt(cidr.first), BigInt(cidr.last)]).toEqual([b.first, b.last]);
      expect(cidr.network).toBe(cidr.first);
      expect(cidr.prefixLength).toBe(b.prefix);
      expect(BigInt(cidr.size)).toBe(b.last - b.first + 1n);
    }));
  });

  test('the ends of the address space', () => {
    expect(Ipv4Cidr.ANY.toString()).toBe('0.0.0.0/0');
    expect(Ipv4Cidr.ANY.lastAddress).toBe('255.255.255.255');
    expect(Ipv4Cidr.of('255.255.255.255/32').first).toBe(4294967295);
    expect(Ipv4Cidr.of('128.0.0.0/1').firstAddress).toBe('128.0.0.0');
    expect(['0.0.0.0', '255.255.255.255'].map(parseIpv4Address)).toEqual([{ ok: true, address: 0 }, { ok: true, address: 2 ** 32 - 1 }]);
  });

  test('addresses', () => {
    fc.assert(fc.property(address, o => {
      const parsed = parseIpv4Address(dotted(o));
      expect(parsed).toEqual({ ok: true, address: Number(value(o)) });
      expect(formatIpv4Address(Number(value(o)))).toBe(dotted(o));
    }));
  });
});

describe('relates', () => {
  test('an address by arithmetic', () => {
    fc.assert(fc.property(block, address, (b, o) => {
      expect(Ipv4Cidr.of(b.text).contains(dotted(o))).toBe(value(o) >= b.first && value(o) <= b.last);
    }));
  });

  test('every address of a small block and its neighbours', () => {
    const cidr = Ipv4Cidr.of('10.0.0.248/29');
    for (let i = 240; i < 256; i++) expect(cidr.contains(`10.0.0.${i}`)).toBe(i >= 248);
    expect(cidr.contains('10.0.1.0')).toBe(false);
  });

  test('blocks: overlap is symmetric and means that one holds the other', () => {
    // Blocks that grow from one address overlap, which two random ones seldom do.
    const near = fc.tuple(block, prefix).map(([b, p]) => {
      const size = 2n ** BigInt(32 - p);
      const first = b.first / size * size;
      return { text: `${formatIpv4Address(Number(first))}/${p}`, prefix: p, first, last: first + size - 1n };
    });
    fc.assert(fc.property(fc.oneof(fc.tuple(block, block), fc.tuple(near, near), fc.tuple(block, near)), ([x, y]) => {
      const [a, b] = [Ipv4Cidr.of(x.text), Ipv4Cidr.of(y.text)];
      const common = !(x.last < y.first || y.last < x.first);
      expect(a.overlaps(b)).toBe(common);
      expect(b.overlaps(a)).toBe(common);
      expect(a.containsCidr(b)).toBe(x.first <= y.first && y.last <= x.last);
      expect(a.containsCidr(b) || b.containsCidr(a)).toBe(common);
      expect(a.isSameAs(b)).toBe(x.text === y.text);
    }));
  });

  test('blocks are the same with the same network and prefix length', () => {
    const blocks = ['10.0.0.0/8', '10.0.0.0/9', '11.0.0.0/8', '0.0.0.0/0'];
    const same = blocks.map((x) => blocks.filter((y) => Ipv4Cidr.of(x).isSameAs(Ipv4Cidr.of(y))));
    expect(same).toEqual(blocks.map((x) => [x]));
  });

  test('blocks that share an address overlap', () => {
    fc.assert(fc.property(address, prefix, prefix, (o, p, q) => {
      const cut = (n: number) => {
        const size = 2n ** BigInt(32 - n);
        return Ipv4Cidr.of(`${formatIpv4Address(Number(value(o) / size * size))}/${n}`);
      };
      expect(cut(p).overlaps(cut(q))).toBe(true);
      expect(cut(Math.min(p, q)).containsCidr(cut(Math.max(p, q)))).toBe(true);
    }));
  });

  test('fails for an address that is none', () => {
    for (const text of ['10.0.0.256', '10.0.0', '::1', '10.0.0.0/8', '', '010.0.0.1', '${var.ip}']) {
      expect(() => Ipv4Cidr.ANY.contains(text)).toThrow(/^IPv4 address is .*. Allowed: four octets/);
    }
  });
});

describe('refuses, with what to write instead', () => {
  test.each([
    ['999.1.1.1/77', /the octet 999 is above 255\..*Write a network such as 10\.0\.0\.0\/8/],
    ['10.1.2.3/32/', /the mask is not a number of 0 to 32/],
    ['10.0.0.0/032', /the mask has leading zeros\..*Write 10\.0\.0\.0\/32/],
    ['fd00::/8x', /an IPv4 address has four octets/],
    ['x::/8', /an IPv4 address has four octets/],
    ['1::0/0', /Write an IPv4 CIDR such as 10\.0\.0\.0\/8/],
    ['::/00', /Write an IPv4 CIDR such as 10\.0\.0\.0\/8/],
    ['fd00::1', /IPv6 traffic is not mirrored/],
    ['10.0.0.1000/8', /the octet 1000 is above 255/],
    ['10.0.0.123456789012/8', /the octet 123456789012 is above 255/],
    ['10.0.0.1234567890123/8', /the octet 123456789012\.\.\. is above 255/],
    ['10.0.0.05', /leading zeros\..*Write 10\.0\.0\.5\/32/],
    ['10.0.0.255.0/8', /four octets\..*Write a network/],
    ['255.255.255.0255/24', /leading zeros\..*Write 255\.255\.255\.0\/24/],
    ['10.0.0.00001/8', /leading zeros\..*Write a network/],
    ['10.0.0.5', /the mask is missing\..*Write 10\.0\.0\.5\/32/],
    ['10.1.2.3/8', /host bits are set\..*Write 10\.0\.0\.0\/8, or 10\.1\.2\.3\/32 for the one address/],
    ['1.2.3.4/0', /host bits are set\..*Write 0\.0\.0\.0\/0/],
    ['fd00::/8', /IPv6 traffic is not mirrored\..*Write an IPv4 CIDR/],
    ['::/0', /IPv6 traffic is not mirrored\..*Write 0\.0\.0\.0\/0/],
    ['::ffff:10.0.0.0/104', /IPv6 traffic is not mirrored/],
    ['010.0.0.0/8', /an octet has leading zeros\..*Write 10\.0\.0\.0\/8/],
    ['10.0.0.0/08', /the mask has leading zeros\..*Write 10\.0\.0\.0\/8/],
    ['10.0.0.0/33', /the mask is above 32\..*Write 10\.0\.0\.0 with a mask of 0 to 32/],
    ['10.0.0.0/77777', /the mask is above 32/],
    ['0/0', /Write 0\.0\.0\.0\/0 for any address/],
    ['0.0.0.0', /Write 0\.0\.0\.0\/0 for any address/],
    ['any', /Write 0\.0\.0\.0\/0 for any address/],
    ['*', /Write 0\.0\.0\.0\/0 for any address/],
    ['', /the text is empty\..*Write 0\.0\.0\.0\/0/],
    ['10/8', /four octets\..*Write 10\.0\.0\.0\/8/],
    ['10.20/16', /four octets\..*Write 10\.20\.0\.0\/16/],
    ['10.0.0.0/255.0.0.0', /the mask is not a number of 0 to 32\..*Write 10\.0\.0\.0\/8/],
    ['10.0.0.0/0.0.0.255', /the mask is not a number of 0 to 32\..*Write 10\.0\.0\.0 with a mask/],
    ['10.0.0.0/', /the mask is not a number of 0 to 32/],
    ['10.0.0.0/-1', /the mask is not a number of 0 to 32/],
    ['10.0.0.0/8/8', /the mask is not a number of 0 to 32\..*Write a network/],
    [' 10.0.0.0/8 ', /blanks around the CIDR\..*Write 10\.0\.0\.0\/8/],
    ['10.0.0.0/8\n', /blanks around the CIDR\..*Write 10\.0\.0\.0\/8/],
    ['10.0.0.1-10.0.0.9', /an octet is not a decimal number|four octets/],
    ['0x0a.0.0.0/8', /an octet is not a decimal number/],
    ['10.0..0/8', /an octet is not a decimal number/],
    ['office', /four octets\..*Write a network/],
    ['office: 10.0.0.0/8', /an octet is not a decimal number/],
    ['${var.cidr}', /a Terraform expression/],
  ])('fails for %j', (text, message) => {
    expect(() => Ipv4Cidr.of(text)).toThrow(message);
    expect(() => Ipv4Cidr.of(text)).toThrow(/^IPv4 CIDR is ".*": .*\. Allowed: an IPv4 CIDR in canonical form/);
    expect(parseIpv4Cidr(text).ok).toBe(false);
  });

  test.each<[string, string, string]>([
    ['10.0.0.256', 'the octet 256 is above 255', 'write an address such as 10.0.0.5'],
    ['255.0.0.256', 'the octet 256 is above 255', 'write an address such as 10.0.0.5'],
    ['10.0.0.05', 'an octet has leading zeros', 'write 10.0.0.5'],
    ['255.0.0.0255', 'an octet has leading zeros', 'write 255.0.0.255'],
    [' 10.0.0.5 ', 'an octet is not a decimal number', 'write 10.0.0.5'],
    ['10.0.0', 'an IPv4 address has four octets', 'write an address such as 10.0.0.5'],
    ['10.0.0.5.6', 'an IPv4 address has four octets', 'write an address such as 10.0.0.5'],
    ['a10.0.0.5', 'an octet is not a decimal number', 'write an address such as 10.0.0.5'],
    ['10.0.0.5a', 'an octet is not a decimal number', 'write an address such as 10.0.0.5'],
    ['10.0.0.', 'an octet is not a decimal number', 'write an address such as 10.0.0.5'],
    ['10.0.0.0/8', 'the text is a CIDR instead of a single address', 'write one address without a mask'],
    ['::1', 'IPv6 traffic is not mirrored', 'write an IPv4 address such as 10.0.0.5'],
    ['${var.ip}', 'the address is a Terraform expression, unknown before apply', 'write the literal address'],
  ])('fails for the address %j: %s', (text, problem, fix) => {
    expect(parseIpv4Address(text)).toEqual({ ok: false, problem, fix });
  });

  test.each<[string, string, string]>([
    ['${var.cidr}', 'the CIDR is a Terraform expression, unknown before apply', 'write the literal CIDR'],
    ['any', 'the text is not a CIDR', 'write 0.0.0.0/0 for any address'],
    ['10.0.0.5', 'the mask is missing', 'write 10.0.0.5/32 for the one address'],
    ['10.0.0', 'an IPv4 address has four octets', 'write a network such as 10.0.0.0/8'],
    ['0.0.0.0/33', 'the mask is above 32', 'write 0.0.0.0 with a mask of 0 to 32, such as 0.0.0.0/32'],
    ['10.0.0.0/0.0.0.0', 'the mask is not a number of 0 to 32', 'write 0.0.0.0/0'],
    ['10.0.0.0/mask', 'the mask is not a number of 0 to 32', 'write 10.0.0.0 with a mask of 0 to 32, such as 10.0.0.0/32'],
    ['10.0.0.0/8x', 'the mask is not a number of 0 to 32', 'write 10.0.0.0 with a mask of 0 to 32, such as 10.0.0.0/32'],
  ])('fails for the CIDR %j: %s', (text, problem, fix) => {
    expect(parseIpv4Cidr(text)).toEqual({ ok: false, problem, fix });
  });

  test('blocks of one address overlap themselves', () => {
    expect(Ipv4Cidr.of('10.0.0.5/32').overlaps(Ipv4Cidr.of('10.0.0.5/32'))).toBe(true);
    expect(Ipv4Cidr.of('10.0.0.5/32').overlaps(Ipv4Cidr.of('10.0.0.4/32'))).toBe(false);
  });

  test('fails for host bits, and names the network', () => {
    fc.assert(fc.property(address, prefix, (o, p) => {
      const size = 2n ** BigInt(32 - p);
      fc.pre(value(o) % size !== 0n);
      const network = formatIpv4Address(Number(value(o) / size * size));
      expect(() => Ipv4Cidr.of(`${dotted(o)}/${p}`)).toThrow(`Write ${network}/${p}, or ${dotted(o)}/32`);
    }));
  });

  test('fails for octets above 255 and masks above 32', () => {
    fc.assert(fc.property(address, fc.nat(3), fc.integer({ min: 256, max: 1e9 }), (o, i, above) => {
      expect(parseIpv4Cidr(`${dotted(o.map((part, at) => at === i ? above : part))}/32`).ok).toBe(false);
      expect(parseIpv4Cidr(`${dotted(o)}/${above}`).ok).toBe(false);
    }));
  });

  test('fails without throwing for any text, and proposes what it takes itself', () => {
    const loose = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[0-9./: ]{0,20}$/),
      fc.stringMatching(/^0{0,2}[0-9]{1,3}(\.[0-9]{1,3}){0,3}(\/[0-9]{1,3})?$/),
    );
    fc.assert(fc.property(loose, text => {
      const parsed = parseIpv4Cidr(text);
      if (parsed.ok) return expect(parsed.cidr.toString()).toBe(text);
      return (parsed.fix.match(/[0-9.]+\/[0-9]+/g) ?? []).forEach(cidr => expect(Ipv4Cidr.of(cidr).toString()).toBe(cidr));
    }), played(500, 1));
  });
});
