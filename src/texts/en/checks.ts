import { LEDGER } from './ledger';
import { TM1 } from './tm1';
import { TM2 } from './tm2';
import { TM3 } from './tm3';
import { TM4 } from './tm4';
import { TM5 } from './tm5';
import { TM6 } from './tm6';
import { TM7 } from './tm7';
import { TM8 } from './tm8';
import { TM9 } from './tm9';

/** The texts of all checks in English. */
export const CHECKS_EN = { ...TM1, ...TM2, ...TM3, ...TM4, ...TM5, ...LEDGER, ...TM6, ...TM7, ...TM8, ...TM9 };
