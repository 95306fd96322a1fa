import { Type } from 'typebox';
import { Client, StaticToken } from './grants.ts';
import { type SettingValues, setting } from './setting.ts';

const Flag = Type.Boolean();
const Count = Type.Integer({ minimum: 1 });
const Text = Type.String({ minLength: 1 });
const Texts = Type.Array(Text);
const HttpUrl = Type.String({ pattern: '^https?://[^\\s/?#]+([/?][^\\s#]*)?$' });

/** Every setting of the product. The name is the key of the configuration file unless `fileKey` says otherwise. */
export const settings = {
  host: setting(Text, { default: '127.0.0.1', env: 'BIND_HOST', flag: '--host', doc: 'Address to listen on.' }),
  port: setting(Type.Integer({ minimum: 0, maximum: 65_535 }), {
    default: 8080,
    env: 'PORT',
    flag: '--port',
    doc: 'Port to listen on; 0 takes a free one.',
  }),
  publicBaseUrl: setting(Type.String({ pattern: '^https?://[^\\s/?#]+$' }), {
    env: 'PUBLIC_BASE_URL',
    flag: '--public-base-url',
    doc: 'Origin of absolute URLs in answers; the scheme and host of the request when unset.',
  }),
  dataDir: setting(Text, {
    default: '.secant',
    env: 'DATA_DIR',
    flag: '--data-dir',
    doc: 'Directory that holds all embedded stores; one process uses it at a time.',
  }),
  logLevel: setting(Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
    default: 'info',
    env: 'LOG_LEVEL',
    flag: '--log-level',
    doc: 'Least severe level that is logged, as JSON lines on standard error.',
  }),

  authMode: setting(Type.Enum(['jwt', 'static', 'none']), {
    default: 'jwt',
    env: 'AUTH_MODE',
    flag: '--auth',
    doc: '`jwt` verifies signed tokens, `static` compares with `staticTokens`, `none` accepts any (development only).',
  }),
  allowInsecure: setting(Flag, {
    default: false,
    env: 'ALLOW_INSECURE',
    flag: '--allow-insecure',
    doc: 'Lets `authMode` `none` listen on an address that is not loopback.',
  }),
  jwksUrl: setting(HttpUrl, { env: 'JWKS_URL', doc: 'JSON Web Key Set that verifies tokens; cached for 10 minutes.' }),
  jwtKeyFile: setting(Text, {
    env: 'JWT_KEY_FILE',
    doc: 'PEM file with the public key or certificate that verifies tokens, instead of `jwksUrl`.',
  }),
  jwtAlgorithms: setting(
    Type.Array(Type.Enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']), {
      minItems: 1,
    }),
    { default: ['RS256', 'ES256'], env: 'JWT_ALGORITHMS', doc: 'Signature algorithms that are accepted.' },
  ),
  jwtIssuer: setting(Text, {
    env: 'JWT_ISSUER',
    doc: 'Issuer that tokens must name in `iss` or `as`; any when unset.',
  }),
  jwtAudience: setting(Text, { env: 'JWT_AUDIENCE', doc: 'Audience that tokens must name in `aud`; any when unset.' }),
  requiredScopes: setting(Texts, {
    default: [],
    env: 'REQUIRED_SCOPES',
    doc: 'Scopes that tokens must all have in claim `scope`.',
  }),
  openClients: setting(Flag, {
    default: false,
    env: 'OPEN_CLIENTS',
    doc: "Accepts an API key that is not registered when it equals the token's client id.",
  }),
  clients: setting(Type.Array(Client), {
    default: [],
    env: 'CLIENTS',
    doc: 'Registered clients of `jwt` mode: `{id, orgs, permissions}`.',
  }),
  staticTokens: setting(Type.Array(StaticToken), {
    default: [],
    env: 'STATIC_TOKENS',
    secret: true,
    doc: 'Tokens of `static` mode: `{token, clientId, orgs, permissions, userId}`.',
  }),
  requireSandboxHeader: setting(Flag, {
    default: false,
    env: 'REQUIRE_SANDBOX_HEADER',
    doc: 'Refuses requests without `x-sandbox-name` instead of taking the default production sandbox.',
  }),
  rateLimitRps: setting(Type.Number({ minimum: 0 }), {
    default: 0,
    env: 'RATE_LIMIT_RPS',
    doc: 'Requests a second allowed to one client in one organization; 0 is unlimited.',
  }),
  strictEvaluation: setting(Flag, {
    default: false,
    env: 'STRICT_EVALUATION',
    doc: 'Refuses an audience whose method its expression does not qualify for, instead of falling back to batch.',
  }),
  exposeStacks: setting(Flag, {
    default: false,
    env: 'EXPOSE_STACKS',
    doc: 'Shows call stacks in the errors of jobs.',
  }),

  maxConcurrentJobs: setting(Count, {
    default: 1,
    env: 'MAX_CONCURRENT_JOBS',
    doc: 'Segment jobs that run at the same time in one sandbox.',
  }),
  maxQueuedJobs: setting(Count, {
    default: 100,
    env: 'MAX_QUEUED_JOBS',
    doc: 'Segment jobs that may wait in one sandbox; more are refused.',
  }),
  maxConcurrentExports: setting(Count, {
    default: 1,
    env: 'MAX_CONCURRENT_EXPORTS',
    doc: 'Export jobs that run at the same time in one sandbox.',
  }),
  maxQueuedExports: setting(Count, {
    default: 100,
    env: 'MAX_QUEUED_EXPORTS',
    doc: 'Export jobs that may wait in one sandbox; more are refused.',
  }),
  datasetDir: setting(Text, {
    env: 'DATASET_DIR',
    flag: '--dataset-dir',
    doc: 'Directory of the files that exports write; `datasets` in the data directory when unset.',
  }),
  landingZoneDir: setting(Text, {
    env: 'LANDING_ZONE_DIR',
    flag: '--landing-zone-dir',
    doc: 'Directory of the files of external audiences, one below it a sandbox; `landing` in the data directory when unset.',
  }),
  maxIngestionRuns: setting(Count, {
    default: 100,
    env: 'MAX_INGESTION_RUNS',
    doc: 'Runs of external audiences that one sandbox may start a day (UTC).',
  }),
  maxRunsPerAudience: setting(Count, {
    default: 10,
    env: 'MAX_RUNS_PER_AUDIENCE',
    doc: 'Runs that one external audience may have a day (UTC).',
  }),
  jobRetentionDays: setting(Count, {
    default: 90,
    env: 'JOB_RETENTION_DAYS',
    doc: 'Days that the record of a finished job is kept, of whatever kind.',
  }),
  minScheduleIntervalHours: setting(Count, {
    default: 24,
    env: 'MIN_SCHEDULE_INTERVAL_HOURS',
    doc: 'Hours that must lie between two runs of one schedule, at least.',
  }),
  defaultScheduleState: setting(Type.Enum(['active', 'inactive']), {
    default: 'active',
    env: 'DEFAULT_SCHEDULE_STATE',
    doc: 'State of the schedule that every new sandbox is given, which evaluates all audiences daily at 01:00 UTC.',
  }),
  enforceScheduleLimits: setting(Flag, {
    default: false,
    env: 'ENFORCE_SCHEDULE_LIMITS',
    doc: 'Refuses more than 4 active schedules, and any with more than 5 merge policies, instead of a warning.',
  }),

  maxRunningPreviews: setting(Count, {
    default: 20,
    env: 'MAX_RUNNING_PREVIEWS',
    doc: 'Previews that may be under way in one sandbox; more are refused.',
  }),
  previewTtlHours: setting(Count, {
    default: 24,
    env: 'PREVIEW_TTL_HOURS',
    doc: 'Hours that a preview and its estimate can be read.',
  }),
  previewMaxResults: setting(Type.Integer({ minimum: 1, maximum: 100_000 }), {
    default: 10_000,
    env: 'PREVIEW_MAX_RESULTS',
    doc: 'Members that a preview keeps.',
  }),
  previewTimeoutSeconds: setting(Type.Number({ minimum: 0.001 }), {
    default: 120,
    env: 'PREVIEW_TIMEOUT_SECONDS',
    doc: 'Seconds after which the evaluation of a preview is given up.',
  }),
  sampleChangePercent: setting(Type.Number({ minimum: 0, maximum: 100 }), {
    default: 3,
    env: 'SAMPLE_CHANGE_PERCENT',
    doc: 'Change of the number of profiles, in percent, after which the sample of a large store is taken anew.',
  }),

  namespaceLabels: setting(Type.Array(Type.Object({ namespace: Text, label: Text })), {
    default: [],
    env: 'NAMESPACE_LABELS',
    doc: 'Names that search shows for namespaces of audiences: `{namespace, label}`; the namespace itself for others.',
  }),

  clickhouseUrl: setting(HttpUrl, {
    env: 'CLICKHOUSE_URL',
    flag: '--clickhouse-url',
    doc: 'ClickHouse server that holds profiles and events; embedded in the data directory when unset.',
  }),
  clickhouseUser: setting(Text, { default: 'default', env: 'CLICKHOUSE_USER', doc: 'User at the ClickHouse server.' }),
  clickhousePassword: setting(Type.String(), {
    default: '',
    env: 'CLICKHOUSE_PASSWORD',
    secret: true,
    doc: 'Password at the ClickHouse server.',
  }),
  memoryLimitMb: setting(Type.Integer({ minimum: 256 }), {
    env: 'MEMORY_LIMIT_MB',
    flag: '--memory-limit-mb',
    doc: 'Memory of the embedded columnar store, in MiB; nine tenths of the machine when unset.',
  }),
  queryMemoryLimitMb: setting(Type.Integer({ minimum: 64 }), {
    env: 'QUERY_MEMORY_LIMIT_MB',
    doc: 'Memory that one columnar query may use, in MiB; unlimited when unset.',
  }),

  org: setting(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}@[A-Za-z0-9.-]{1,64}$' }), {
    default: 'secant@local',
    env: 'ORG_ID',
    flag: '--org',
    doc: 'Organization that the command line works in.',
  }),
  sandbox: setting(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,255}$' }), {
    default: 'prod',
    env: 'SANDBOX',
    flag: '--sandbox',
    doc: 'Sandbox that the command line works in.',
  }),
  serverUrl: setting(HttpUrl, {
    env: 'SERVER_URL',
    flag: '--url',
    doc: 'Server that the command line asks; the data directory itself when unset.',
  }),
  accessToken: setting(Text, {
    default: 'none',
    env: 'ACCESS_TOKEN',
    secret: true,
    doc: 'Token that the command line sends to the server.',
  }),
  apiKey: setting(Text, {
    default: 'secant-cli',
    env: 'API_KEY',
    flag: '--api-key',
    doc: 'API key that the command line sends to the server.',
  }),

  tenantId: setting(Type.String({ pattern: '^_[a-z0-9]+$' }), {
    default: '_tenant',
    env: 'TENANT_ID',
    flag: '--tenant-id',
    doc: 'Root of your own fields in profiles and events; `secant schema declare` puts fields below it.',
  }),
  strictEcid: setting(Flag, {
    default: true,
    env: 'IDENTITY_STRICT_ECID',
    fileKey: 'identity.strictEcid',
    doc: 'Takes an ECID only when it has 38 digits.',
  }),
  maxRecordKb: setting(Type.Integer({ minimum: 1, maximum: 16_384 }), {
    default: 100,
    env: 'INGESTION_MAX_RECORD_KB',
    fileKey: 'ingestion.maxRecordKb',
    doc: 'Largest record that ingestion takes, in KiB of compact JSON.',
  }),
  maxEventKb: setting(Type.Integer({ minimum: 1, maximum: 16_384 }), {
    default: 10,
    env: 'INGESTION_MAX_EVENT_KB',
    fileKey: 'ingestion.maxEventKb',
    doc: 'Largest event that ingestion takes, in KiB of compact JSON.',
  }),
  unknownFields: setting(Type.Enum(['reject', 'drop']), {
    default: 'reject',
    env: 'VALIDATION_UNKNOWN_FIELDS',
    flag: '--unknown-fields',
    fileKey: 'validation.unknownFields',
    doc: 'What ingestion does with a field that the schema does not have: `reject` the row, or `drop` the field.',
  }),
};

export type SettingName = keyof typeof settings;

/** The configuration of one process: every setting with its value. */
export type Config = SettingValues<typeof settings>;
