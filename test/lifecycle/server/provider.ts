import { join } from 'path';
import { Server, ServerCredentials, ServerUnaryCall, ServiceDefinition, loadPackageDefinition, sendUnaryData, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { change, settled } from './change';
import { Account } from './cloud/account';
import { Cloud, DEFAULT_ACCOUNT, DEFAULT_REGION } from './cloud/cloud';
import { ApiError } from './cloud/errors';
import { plan } from './planner';
import { resourcesOf } from './resources';
import { readDataSource } from './resources/data-sources';
import { HalfDone } from './resources/half-done';
import { Operation } from './resources/operation';
import { Problem, Resource } from './resources/resource';
import { BlockSchema, ProviderSchema, complete, providerSchemaMessage } from './schema';
import { DynamicValue, pack, unpackObject } from './wire';

/** A request of the protocol, as far as its fields are used here. */
interface Request {
  readonly type_name: string;
  readonly id: string;
  readonly config?: DynamicValue;
  readonly current_state?: DynamicValue;
  readonly prior_state?: DynamicValue;
  readonly proposed_new_state?: DynamicValue;
  readonly planned_state?: DynamicValue;
  readonly raw_state?: DynamicValue;
  readonly private?: Uint8Array;
  readonly prior_private?: Uint8Array;
  readonly planned_private?: Uint8Array;
}

/** Who asks: each configured provider block has a connection of its own. */
interface Caller {
  readonly connection: string;
  /** Aborted when Terraform is gone before it has its answer. */
  readonly gone: AbortSignal;
}

type Handler = (request: Request, caller: Caller) => Promise<object> | object;

const ERROR = 1;

interface Diagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: object;
}

const path = (attribute: string): object => ({ steps: [{ attribute_name: attribute }] });

const problem = ({ attribute, text }: Problem): Diagnostic => ({ severity: ERROR, summary: text, detail: '', attribute: path(attribute) });

/** A refusal of the cloud is a diagnostic; anything else is a fault of this server and must look like one. */
function refusal(error: unknown): Diagnostic[] {
  if (!(error instanceof ApiError)) throw error;
  return [{ severity: ERROR, summary: `[ERROR] ${error.code}: ${error.message}`, detail: '' }];
}

/** The provider as Terraform sees it, over the cloud that it manages. */
export class Provider {
  private schema!: ProviderSchema;
  private resources!: Readonly<Record<string, Resource>>;
  /** By connection. */
  private readonly configured = new Map<string, Account>();

  constructor(schema: ProviderSchema, private readonly cloud: Cloud) {
    this.serve(schema);
  }

  /** From now on this is another version of the provider, over the same cloud. */
  serve(schema: ProviderSchema): void {
    this.schema = schema;
    this.resources = resourcesOf(schema);
  }

  /** Listens on a free port of the loopback interface. */
  async listen(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
    const definition = loadSync(join(__dirname, 'tfplugin5.proto'), { keepCase: true, longs: Number, defaults: true, oneofs: true });
    const { tfplugin5 } = loadPackageDefinition(definition) as unknown as { tfplugin5: { Provider: { service: ServiceDefinition } } };
    // A large session makes a request of several megabytes.
    const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
    server.addService(tfplugin5.Provider.service, this.handlers());
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    return { port, close: async () => server.forceShutdown() };
  }

  private handlers(): Record<string, (call: ServerUnaryCall<Request, object>, answer: sendUnaryData<object>) => void> {
    const handlers: Record<string, Handler> = {
      GetSchema: () => providerSchemaMessage(this.schema),
      PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
      ValidateResourceTypeConfig: (request) => this.validate(request),
      ValidateDataSourceConfig: () => ({}),
      UpgradeResourceState: (request) => this.upgrade(request),
      Configure: (request, caller) => this.configure(request, caller),
      ReadResource: async (request, caller) => this.read(request, caller),
      PlanResourceChange: (request) => this.plan(request),
      ApplyResourceChange: async (request, caller) => this.apply(request, caller),
      ImportResourceState: (request) => this.import(request),
      ReadDataSource: async (request, caller) => this.readData(request, caller),
      Stop: () => ({}),
    };
    return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [
      name,
      (call: ServerUnaryCall<Request, object>, answer: sendUnaryData<object>): void => {
        const gone = new AbortController();
        call.on('cancelled', () => gone.abort());
        Promise.resolve()
          .then(() => handler(call.request, { connection: call.getPeer(), gone: gone.signal }))
          .then((value) => answer(null, value), (error: Error) => answer({ code: status.INTERNAL, details: error.stack ?? error.message }));
      },
    ]));
  }

  private block(type: string): BlockSchema {
    return this.schema.resource_schemas[type].block;
  }

  private operation({ connection, gone }: Caller, halfDone?: HalfDone): Operation {
    return new Operation(this.cloud, this.configured.get(connection) ?? this.cloud.account(), gone, halfDone);
  }

  private validate({ type_name: type, config }: Request): object {
    return { diagnostics: (this.resources[type].validate?.(unpackObject(config)!) ?? []).map(problem) };
  }

  private upgrade({ type_name: type, raw_state: raw }: Request): object {
    return { upgraded_state: pack(complete(this.block(type), unpackObject(raw)!)) };
  }

  private configure({ config }: Request, { connection }: Caller): object {
    const { region, access_key: key } = unpackObject(config) ?? {};
    const account = this.cloud.account(
      typeof key === 'string' ? key : DEFAULT_ACCOUNT,
      typeof region === 'string' ? region : DEFAULT_REGION,
    );
    this.configured.set(connection, account);
    this.cloud.journal.write({ kind: 'configure', what: 'provider', detail: { account: account.name, region: account.region } });
    return {};
  }

  private async read({ type_name: type, current_state: current, private: kept }: Request, caller: Caller): Promise<object> {
    const state = unpackObject(current);
    if (!state) return { new_state: pack(null), private: kept };
    try {
      const found = await this.resources[type].read(this.operation(caller), state);
      return { new_state: pack(found && settled(this.block(type), state, found)), private: kept };
    } catch (error) {
      return { new_state: current, private: kept, diagnostics: refusal(error) };
    }
  }

  private plan({ type_name: type, prior_state: before, proposed_new_state: after, prior_private: kept }: Request): object {
    const proposed = unpackObject(after);
    if (!proposed) return { planned_state: pack(null), planned_private: kept };
    const { planned, requiresReplace, legacy } = plan(this.block(type), this.resources[type], unpackObject(before), proposed);
    return {
      planned_state: pack(planned),
      requires_replace: requiresReplace.map(path),
      planned_private: kept,
      legacy_type_system: legacy,
    };
  }

  private async apply(request: Request, caller: Caller): Promise<object> {
    const { type_name: type, planned_private: kept } = request;
    const [prior, planned] = [unpackObject(request.prior_state), unpackObject(request.planned_state)];
    const resource = this.resources[type];
    const operation = this.operation(caller, new HalfDone(this.cloud.switches.major, resource.partial ?? false, !prior));
    const name = (planned ?? prior)?.[resource.nameAttribute ?? ''];
    const entry = this.cloud.journal.write({
      kind: 'operation',
      type,
      change: !prior ? 'create' : planned ? 'update' : 'delete',
      id: prior ? String(prior.id) : undefined as string | undefined,
      name: typeof name === 'string' ? name : undefined,
      outcome: undefined as string | undefined,
    });
    try {
      const { state, isLegacy, error } = await change(operation, resource, this.block(type), prior, planned);
      entry.outcome = error === undefined ? 'ok' : String(error);
      return {
        new_state: pack(state),
        private: kept,
        legacy_type_system: isLegacy,
        diagnostics: error === undefined ? [] : refusal(error),
      };
    } finally {
      entry.id ??= operation.createdId;
    }
  }

  private import({ type_name: type, id }: Request): object {
    return { imported_resources: [{ type_name: type, state: pack(complete(this.block(type), { id })) }] };
  }

  private async readData({ type_name: type, config }: Request, caller: Caller): Promise<object> {
    const { block } = this.schema.data_source_schemas[type];
    try {
      return { state: pack(await readDataSource(this.operation(caller), type, block, unpackObject(config)!)) };
    } catch (error) {
      return { state: config, diagnostics: refusal(error) };
    }
  }
}
