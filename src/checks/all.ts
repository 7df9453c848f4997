// Generated from the files of this folder. To change it, run "npx projen checks".
import { Check } from './check';
import { TM101 } from './tm101-region';
import { TM102 } from './tm102-source-instance-family';
import { TM103 } from './tm103-target-instance-family';
import { TM104 } from './tm104-service-not-opened';
import { TM105 } from './tm105-service-managed-interface';
import { TM106 } from './tm106-source-region';
import { TM107 } from './tm107-statements-agree';
import { TM108 } from './tm108-source-kind';
import { TM109 } from './tm109-scope-of-parts';
import { TM110 } from './tm110-accounts';
import { TM201 } from './tm201-filter-has-rules';
import { TM202 } from './tm202-rules-per-filter';
import { TM203 } from './tm203-rule-priority';
import { TM204 } from './tm204-rule-match';
import { TM205 } from './tm205-inline-and-standalone-rules';
import { TM206 } from './tm206-inline-rules';
import { TM207 } from './tm207-all-ports-written';
import { TM208 } from './tm208-filter-kind';
import { TM211 } from './tm211-rule-decides';
import { TM212 } from './tm212-rules-agree';
import { TM213 } from './tm213-never-mirrored';
import { TM214 } from './tm214-statement-expired';
import { TM215 } from './tm215-statement-decides';
import { TM216 } from './tm216-expectation';
import { TM217 } from './tm217-session-precedence';
import { TM218 } from './tm218-rules-in-one-stack';
import { TM219 } from './tm219-names';
import { TM301 } from './tm301-sessions-per-source';
import { TM302 } from './tm302-source-is-target';
import { TM303 } from './tm303-source-twice';
import { TM304 } from './tm304-session-priority';
import { TM305 } from './tm305-session-enabled';
import { TM306 } from './tm306-packet-length';
import { TM307 } from './tm307-names-and-tags';
import { TM308 } from './tm308-vni-per-target';
import { TM309 } from './tm309-attachment';
import { TM310 } from './tm310-order-is-stated';
import { TM311 } from './tm311-ipv6';
import { TM401 } from './tm401-target-type';
import { TM402 } from './tm402-no-endpoint';
import { TM403 } from './tm403-security-groups';
import { TM404 } from './tm404-network-acl';
import { TM405 } from './tm405-internal-load-balancer';
import { TM406 } from './tm406-udp-listener';
import { TM407 } from './tm407-servers';
import { TM408 } from './tm408-vpc-route';
import { TM409 } from './tm409-loops';
import { TM410 } from './tm410-capacity';
import { TM411 } from './tm411-order';
import { TM412 } from './tm412-backend-port';
import { TM413 } from './tm413-scheduler';
import { TM414 } from './tm414-rules-differ';
import { TM415 } from './tm415-rule-replaced-without-gap';
import { TM416 } from './tm416-rule-arguments';
import { TM417 } from './tm417-network-acl-keeps';
import { TM418 } from './tm418-servers-one-way';
import { TM419 } from './tm419-peering-is-kept';
import { TM420 } from './tm420-receiver-runs';
import { TM421 } from './tm421-collector-admits';
import { TM501 } from './tm501-sources-per-session';
import { TM502 } from './tm502-sessions-per-region';
import { TM503 } from './tm503-target-quota';
import { TM504 } from './tm504-sessions-per-filter';
import { TM505 } from './tm505-filters-per-region';
import { TM513 } from './tm513-range-overlap';
import { TM601 } from './tm601-dry-run';
import { TM602 } from './tm602-vni';
import { TM603 } from './tm603-create-before-destroy';
import { TM604 } from './tm604-unambiguous-stacks';
import { TM605 } from './tm605-ignored-changes';
import { TM606 } from './tm606-provider-version';
import { TM607 } from './tm607-unread-modules';
import { TM701 } from './tm701-truncation';
import { TM801 } from './tm801-targets-allowed';
import { TM802 } from './tm802-required-tags';
import { TM803 } from './tm803-all-traffic';
import { TM804 } from './tm804-longest-packet';
import { TM805 } from './tm805-excluded-sources';
import { TM806 } from './tm806-monthly-cost';
import { TM807 } from './tm807-sources-per-target';
import { TM808 } from './tm808-interruption';
import { TM809 } from './tm809-public-targets';
import { TM810 } from './tm810-foreign-sessions';

/** Every check that reads the model, in the order of its id. */
export const ALL_CHECKS: readonly Check[] = [
  TM101,
  TM102,
  TM103,
  TM104,
  TM105,
  TM106,
  TM107,
  TM108,
  TM109,
  TM110,
  TM201,
  TM202,
  TM203,
  TM204,
  TM205,
  TM206,
  TM207,
  TM208,
  TM211,
  TM212,
  TM213,
  TM214,
  TM215,
  TM216,
  TM217,
  TM218,
  TM219,
  TM301,
  TM302,
  TM303,
  TM304,
  TM305,
  TM306,
  TM307,
  TM308,
  TM309,
  TM310,
  TM311,
  TM401,
  TM402,
  TM403,
  TM404,
  TM405,
  TM406,
  TM407,
  TM408,
  TM409,
  TM410,
  TM411,
  TM412,
  TM413,
  TM414,
  TM415,
  TM416,
  TM417,
  TM418,
  TM419,
  TM420,
  TM421,
  TM501,
  TM502,
  TM503,
  TM504,
  TM505,
  TM513,
  TM601,
  TM602,
  TM603,
  TM604,
  TM605,
  TM606,
  TM607,
  TM701,
  TM801,
  TM802,
  TM803,
  TM804,
  TM805,
  TM806,
  TM807,
  TM808,
  TM809,
  TM810,
];
