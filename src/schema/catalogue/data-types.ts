import {
  boolean,
  date,
  dateTime,
  double,
  each,
  type FieldNode,
  integer,
  object,
  oneOf,
  string,
  usually,
} from '../node.ts';

// The reusable data types of profile-store.md section 2.9, and Person, which several groups share.

/** BCP 47 language tag, checked for its shape only. */
export const language = string({ pattern: '^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$' });

export const currencyCode = string({ pattern: '^[A-Z]{3}$' });

const coordinates = {
  ...each(double(), 'latitude', 'longitude', 'elevation'),
};

const contactStatus = usually('active', 'incomplete', 'pending_verification', 'blacklisted', 'blocked');

export const address = object({
  ...each(string(), 'street1', 'street2', 'street3', 'street4', 'city', 'state', 'region', 'postalCode'),
  ...each(string(), 'postOfficeBox', 'country', 'label', 'statusReason', '_id'),
  stateProvince: string({ pattern: '([A-Z]{2}-[A-Z0-9]{1,3}|)' }),
  countryCode: string({ pattern: '^[A-Z]{2}$' }),
  primary: boolean(),
  status: contactStatus,
  lastVerifiedDate: date(),
  ...each(integer(), 'dmaID', 'msaID'),
  _schema: object({ ...coordinates, description: string() }),
  _repo: object(each(dateTime(), 'createDate', 'modifyDate', 'discardDate', 'expires')),
});

export const email = object({
  ...each(string(), 'address', 'label', 'statusReason'),
  type: usually('unknown', 'personal', 'work', 'education'),
  status: contactStatus,
  primary: boolean(),
});

export const phone = object({
  ...each(string(), 'number', 'extension', 'statusReason'),
  countryCode: string({ pattern: '^[0-9]{1,3}?$' }),
  status: usually('active', 'incomplete', 'blacklisted', 'blocked'),
  validity: usually('consistent', 'inconsistent', 'incomplete', 'successfullyUsed'),
  primary: boolean(),
});

export const measure = object({ value: double(), id: string() });

export const geo = object({
  ...each(string(), 'countryCode', 'stateProvince', 'city', 'postalCode', '_id'),
  ...each(integer(), 'dmaID', 'msaID'),
  _schema: object(coordinates),
});

export const authenticatedState = oneOf('ambiguous', 'authenticated', 'loggedOut');

export const identity = object({
  ...each(string(), 'id', 'xid'),
  authenticatedState,
  primary: boolean(),
  namespace: object({ code: string() }),
});

export const person = object({
  name: object(each(string(), 'firstName', 'middleName', 'lastName', 'fullName', 'courtesyTitle', 'suffix')),
  birthDate: date(),
  birthDayAndMonth: string({ pattern: '[0-1][0-9]-[0-9][0-9]' }),
  birthYear: integer({ minimum: 1, maximum: 32767 }),
  gender: oneOf('male', 'female', 'not_specified', 'non_specific'),
  maritalStatus: oneOf('married', 'single', 'divorced', 'widowed', 'not_specified'),
  nationality: string({ pattern: '^[A-Z]{2}$' }),
  type: string(),
});

/** Several measures at once: most counters of events are one. */
export const measures = (...names: readonly string[]): Readonly<Record<string, FieldNode>> => each(measure, ...names);
