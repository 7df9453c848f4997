/** The problem of a CIDR, an address or a port range, in Chinese. */
export function problemOf(english: string): string {
  return translated(english, PROBLEMS);
}

/** Its remedy. */
export function fixOf(english: string): string {
  return translated(english, FIXES);
}

/** The sentences of src/net, which has no catalogue, with the values in them. */
type Table = readonly (readonly [english: RegExp, chinese: string])[];

function translated(english: string, table: Table): string {
  for (const [pattern, chinese] of table) if (pattern.test(english)) return english.replace(pattern, chinese);
  return english;
}

const PROBLEMS: Table = [
  [/^the (?:CIDR|address|range) is a Terraform expression, unknown before apply$/, '是 Terraform 表达式，要到 apply 时才能确定'],
  [/^IPv6 traffic is not mirrored$/, '是 IPv6，而 IPv6 流量不会被镜像'],
  [/^the text is a CIDR instead of a single address$/, '是网段，此处应为一个地址'],
  [/^host bits are set$/, '的主机位不为 0'],
  [/^the text is empty$/, '为空'],
  [/^the text is not a CIDR$/, '不是网段'],
  [/^there are blanks around the CIDR$/, '的首尾有空格'],
  [/^the mask is missing$/, '缺少掩码'],
  [/^the mask is above 32$/, '的掩码大于 32'],
  [/^the mask has leading zeros$/, '的掩码有前导零'],
  [/^the mask is not a number of 0 to 32$/, '的掩码不是 0 到 32 的数字'],
  [/^an IPv4 address has four octets$/, '的地址不是四段'],
  [/^an octet is not a decimal number$/, '的地址中有一段不是十进制数'],
  [/^an octet has leading zeros$/, '的地址中有一段有前导零'],
  [/^the octet (\S+) is above 255$/, '的地址中 $1 大于 255'],
  [/^the port (\S+) does not exist$/, '中的端口 $1 不存在'],
  [/^the port (\S+) is outside 1 to 65535$/, '中的端口 $1 不在 1 到 65535 之内'],
  [/^the higher port comes first$/, '把较大的端口写在了前面'],
  [/^a port has leading zeros$/, '的端口有前导零'],
  [/^the text is not a range of ports$/, '不是端口范围'],
];

const FIXES: Table = [
  [/^write the literal (?:address|CIDR)$/, '请写出值本身'],
  [/^use PortRange\.range with number tokens$/, '请用数字 token 调用 PortRange.range'],
  [/^write an IPv4 address such as (\S+)$/, '请写 IPv4 地址，例如 $1'],
  [/^write an IPv4 CIDR such as (\S+)$/, '请写 IPv4 网段，例如 $1'],
  [/^write one address without a mask$/, '请写一个不带掩码的地址'],
  [/^write an address such as (\S+)$/, '请写地址，例如 $1'],
  [/^write (\S+), or (\S+) for the one address$/, '请写 $1，单个地址则写 $2'],
  [/^write (\S+) for the one address$/, '请写 $1 表示这一个地址'],
  [/^write (\S+) for any (?:IPv4 )?address$/, '任意地址请写 $1'],
  [/^write (\S+) with a mask of 0 to 32, such as (\S+)$/, '请为 $1 写 0 到 32 的掩码，例如 $2'],
  [/^write a network such as (\S+)$/, '请写网段，例如 $1'],
  [/^write (\S+) for all ports, or ports of (\d+) to (\d+)$/, '全部端口请写 $1，否则请写 $2 到 $3 的端口'],
  [/^write (\S+) for all ports$/, '全部端口请写 $1'],
  [/^write ports of (\d+) to (\d+)$/, '请写 $1 到 $2 的端口'],
  [/^write first\/last, such as (\S+)$/, '请写“起始/结束”，例如 $1'],
  [/^write (\S+)$/, '请写 $1'],
];
