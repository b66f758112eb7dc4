import type { FastifyInstance } from 'fastify';
import {
  type ExecutionArgs,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { BadUserInput, GatewayError } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import type { createErrorFormatter } from './errors.ts';
import { handUpgrades } from './http-upgrade.ts';
import { Operation, type OperationOptions, PATH } from './subscription-operation.ts';

const LIMITS = {
  /** In this process; who comes later is asked to try again. */
  connections: 1_000,
  operationsPerConnection: 20,
  messageBytes: 100_000,
  /** What may wait to be read by one client before it is cut off. */
  unreadBytes: 4_000_000,
  initWithinMs: 5_000,
  /** Who has not answered one ping by the time of the next is gone. */
  pingEveryMs: 12_000,
  /** How long a client may take to agree to a close. */
  closeWithinMs: 1_000,
};

export interface SubscriptionOptions extends OperationOptions {
  readonly schema: GraphQLSchema;
  readonly formatError: ReturnType<typeof createErrorFormatter>;
  /** For tests that cannot wait. */
  readonly limits?: Partial<typeof LIMITS>;
}

/** The operations of one connection by the ids the client gave them. */
type Operations = Map<string, Operation>;

/** Answers subscriptions on `/graphql` over WebSocket, protocol graphql-transport-ws; the rest of GraphQL is HTTP's. */
export function registerSubscriptions(app: FastifyInstance, options: SubscriptionOptions): void {
  const limits = { ...LIMITS, ...options.limits };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    handleProtocols,
    // What one message ended is over before the next is read: the next may use its id again.
    allowSynchronousEvents: false,
  });
  const server = createServer(options, limits);
  const answering = new WeakSet<WebSocket>();

  const accept = (socket: WebSocket): void => {
    answering.add(socket);
    socket.on('pong', () => answering.add(socket));
    // The library closes the socket itself: the client broke the protocol or is gone.
    socket.on('error', error => options.logger.debug({ err: error }, 'a WebSocket failed'));
    if (sockets.clients.size > limits.connections) {
      dismiss(socket, 1013, 'Too many connections: try again later.', limits.closeWithinMs);
    } else {
      serve(socket, server, limits, options.logger);
    }
  };
  handUpgrades(app, PATH, (request, socket, head) => sockets.handleUpgrade(request, socket, head, accept));

  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (answering.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }, limits.pingEveryMs).unref();
  app.addHook('preClose', async () => {
    clearInterval(pings);
    sockets.close(); // refuses whoever still comes
    const gone = [...sockets.clients].map(socket => new Promise(resolve => socket.once('close', resolve)));
    for (const socket of sockets.clients) dismiss(socket, 1001, 'The server closes.', limits.closeWithinMs);
    await Promise.all(gone);
  });
}

/** Closes, and does not wait for long for the client to agree. */
function dismiss(socket: WebSocket, code: number, reason: string, withinMs: number): void {
  const patience = setTimeout(() => socket.terminate(), withinMs);
  socket.once('close', () => clearTimeout(patience));
  socket.close(code, reason);
}

/** Puts a socket and the protocol together. */
function serve(socket: WebSocket, server: Server<Operations>, limits: typeof LIMITS, logger: Logger): void {
  const operations: Operations = new Map();
  const close = (code = 1000, reason = '') => {
    if (socket.readyState === socket.OPEN) dismiss(socket, code, reason, limits.closeWithinMs);
  };
  const fail = (error: unknown) => {
    logger.error({ err: error }, 'unexpected error');
    close(CloseCode.InternalServerError, 'Internal server error');
  };
  const closed = server.opened(
    {
      protocol: socket.protocol,
      close,
      // An operation waits until its answer is sent, and lets others have their turn however much it has to say.
      send: text =>
        new Promise<void>(resolve => {
          if (socket.bufferedAmount > limits.unreadBytes) close(1008, 'The client reads too slowly.');
          if (socket.readyState !== socket.OPEN) endAll(operations);
          socket.send(text, () => setImmediate(resolve));
        }),
      onMessage: receive =>
        socket.on('message', data => {
          if (socket.readyState !== socket.OPEN) return;
          const handled = receive(String(data));
          endUnwanted(operations);
          handled.catch(fail).finally(() => endUnwanted(operations));
        }),
    },
    operations,
  );
  socket.once('close', (code, reason) => {
    endAll(operations);
    closed(code, String(reason)).catch(fail);
  });
}

function endAll(operations: Operations): void {
  for (const operation of operations.values()) operation.end();
  operations.clear();
}

/** Ends what the client gave up: the protocol's library forgets it and tells nobody. */
function endUnwanted(operations: Operations): void {
  for (const [id, operation] of operations) {
    if (operation.isWanted()) continue;
    operations.delete(id);
    operation.end();
  }
}

function createServer(options: SubscriptionOptions, limits: typeof LIMITS): Server<Operations> {
  /** What failed at no field was wrapped by us or by the library: what counts is inside. */
  const formatted = (error: GraphQLError) =>
    options.formatError(error.toJSON(), error.path ? error : (error.originalError ?? error));

  return makeServer<Record<string, unknown>, Operations>({
    connectionInitWaitTimeout: limits.initWithinMs,
    onSubscribe: (session, id, payload) => {
      if (Object.keys(session.subscriptions).length > limits.operationsPerConnection) {
        return [wrapped(new TooManySubscriptions(limits.operationsPerConnection))];
      }
      const args = understand(options.schema, payload);
      if ('length' in args) return args;
      const operation = new Operation(args, options, () => id in session.subscriptions);
      session.extra.set(id, operation);
      return { ...args, operation };
    },
    subscribe: args => (args as ExecutionArgs & { readonly operation: Operation }).operation.begin(),
    onNext: (_session, _id, _payload, _args, { errors, ...rest }) =>
      errors && ({ ...rest, errors: errors.map(formatted) } as FormattedExecutionResult),
    onError: (_session, _id, _payload, errors) => errors.map(formatted),
  });
}

class TooManySubscriptions extends GatewayError {
  readonly code = 'RATE_LIMITED';

  constructor(most: number) {
    super(`One connection may have ${most} subscriptions at a time: end one of them first.`);
  }
}

const wrapped = (originalError: GatewayError): GraphQLError =>
  new GraphQLError(originalError.message, { originalError });

const coded = (code: string, { message, nodes, source, positions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, source, positions, extensions: { code } });

/** The operation that is asked for, or what is wrong with it in the words and codes of an answer over HTTP. */
function understand(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
): ExecutionArgs | readonly GraphQLError[] {
  const document = parsed(query);
  if (document instanceof GraphQLError) return [document];
  const invalid = validate(schema, document);
  if (invalid.length > 0) return invalid.map(error => coded('GRAPHQL_VALIDATION_FAILED', error));
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const message = operationName
      ? `Unknown operation named "${operationName}".`
      : 'Must provide operation name if query contains multiple operations.';
    return [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })];
  }
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    return [wrapped(new BadUserInput(`A ${operation.operation} must be sent by HTTP POST to ${PATH}.`))];
  }
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, {
    maxErrors: 50,
  });
  if (errors) return errors.map(error => coded('BAD_USER_INPUT', error));
  return { schema, document, operationName: operationName ?? null, variableValues: variables ?? null };
}

function parsed(query: string) {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return coded('GRAPHQL_PARSE_FAILED', error);
    throw error;
  }
}
