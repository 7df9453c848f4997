"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const fs_1 = require("fs");
const module_1 = require("module");
const path_1 = require("path");
const [way, file] = process.argv.slice(2);
const { run } = (0, module_1.createRequire)(__filename)((0, path_1.join)(__dirname, '..', '..', 'lib', 'cli', 'run'));
const lines = [];
const started = process.cpuUsage();
const clock = process.hrtime.bigint();
const code = way === 'parse' ? Number(!JSON.parse((0, fs_1.readFileSync)(file, 'utf8'))) : run([way, file], { out: (line) => lines.push(line), error: (line) => lines.push(line) });
const elapsed = Number(process.hrtime.bigint() - clock) / 1e6;
const { user, system } = process.cpuUsage(started);
const measured = {
    cpu: (user + system) / 1_000, elapsed, memory: process.resourceUsage().maxRSS * 1_024, code, summary: lines.join('\n').split('\n').find((line) => /^\d[\d,]* sessions?[, ]/.test(line)) ?? '',
};
process.stdout.write(JSON.stringify(measured));
