import { count } from './phrases';

// Packets and rules are written as lines by src/net and src/effects, which have no catalogue. Their grammar is small and closed.

/** The base of a comparison. */
export function comparedWithOf(english: string): string {
  return english.replace(/^the ledger (.+)$/, '账本 $1')
    .replace(/^nothing, since nothing is deployed yet$/, '尚无部署的状态')
    .replace(/^what is deployed by (.+)$/, '$1 中已部署的内容');
}

/** A line about packets or rules, such as `+ TCP from 10.0.0.0/8 to any port 443`. */
export function packetLine(english: string): string {
  const m = /^((?:[^ ]+ )?(?:inbound|outbound): )?(.*)$/s.exec(english)!;
  return `${m[1] === undefined ? '' : m[1].replace('inbound', '入方向').replace('outbound', '出方向').replace(': ', '：')}${bodyOf(m[2])}`;
}

function bodyOf(text: string): string {
  const sign = /^([+-]) (.*)$/s.exec(text);
  if (sign) return `${sign[1]} ${packetsOf(sign[2])}`;
  if (text === 'copies the same') return '复制的报文不变';
  const rules = /^([\d,]+) rules? created, (\d+) changed, (\d+) destroyed$/.exec(text);
  if (rules) return `创建 ${count(Number(rules[1].replace(/,/g, '')), '条规则')}，修改 ${rules[2]} 条，销毁 ${rules[3]} 条`;
  const missed = /^not copied for about (\S+) s: (.*)$/s.exec(text);
  if (missed) return `约 ${missed[1]} 秒不复制：${packetsOf(missed[2])}`;
  const strayed = /^copied for about (\S+) s only: (.*)$/s.exec(text);
  if (strayed) return `仅复制约 ${strayed[1]} 秒：${packetsOf(strayed[2])}`;
  return packetsOf(text);
}

/** The packets of a set. */
function packetsOf(text: string): string {
  if (text === 'no packet') return '没有报文';
  const more = /^and ([\d,]+) more parts?$/.exec(text);
  if (more) return `另有 ${more[1]} 部分`;
  const m = /^(.*) from (.*) to (.*)$/s.exec(text);
  if (!m) return text;
  return `${kindsOf(m[1])}：${sideOf(m[2])} 到 ${sideOf(m[3])}`;
}

function kindsOf(text: string): string {
  return text === 'all protocols'
    ? '全部协议'
    : text.replace('protocols other than TCP, UDP and ICMP', 'TCP、UDP、ICMP 以外的协议').replace(/ and /g, '、');
}

function sideOf(text: string): string {
  return text.replace(/\bany\b/, '任意地址').replace(/ and ([\d,]+) more ranges?/, ' 等另外 $1 个范围').replace(/ port /, ' 端口 ');
}
