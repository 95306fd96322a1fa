/** Kinds of identity (profile-store.md section 1.4), spelled as they are returned. */
export type IdType = 'COOKIE' | 'CROSS_DEVICE' | 'DEVICE' | 'Email' | 'Phone' | 'NON_PEOPLE' | 'PARTNER' | 'MOBILE';

export interface Namespace {
  readonly id: number;
  /** The registered spelling; matched without regard to case. */
  readonly code: string;
  readonly name: string;
  readonly idType: IdType;
  readonly custom: boolean;
}

const standard = (id: number, code: string, name: string, idType: IdType): Namespace => ({
  id,
  code,
  name,
  idType,
  custom: false,
});

/** The namespaces that every sandbox has (profile-store.md section 1.4). */
export const STANDARD_NAMESPACES: readonly Namespace[] = [
  standard(0, 'CORE', 'CORE', 'COOKIE'),
  standard(4, 'ECID', 'ECID', 'COOKIE'),
  standard(6, 'Email', 'Email', 'Email'),
  standard(7, 'Phone', 'Phone', 'Phone'),
  standard(8, 'WAID', 'Windows AID', 'DEVICE'),
  standard(9, 'TNTID', 'TNTID', 'COOKIE'),
  standard(10, 'AAID', 'Adobe Analytics (Legacy ID)', 'COOKIE'),
  standard(11, 'Email_LC_SHA256', 'Emails (SHA256, lowercased)', 'Email'),
  standard(15, 'Phone_SHA256', 'Phone (SHA256)', 'Phone'),
  standard(17, 'Phone_E.164', 'Phone (E.164)', 'Phone'),
  standard(18, 'Phone_SHA256_E.164', 'Phone (SHA256_E.164)', 'Phone'),
  standard(411, 'AdCloud', 'AdCloud', 'COOKIE'),
  standard(20914, 'GAID', 'Google Ad ID (GAID)', 'DEVICE'),
  standard(20915, 'IDFA', 'Apple IDFA (ID for Advertisers)', 'DEVICE'),
  standard(20919, 'FCM', 'Firebase Cloud Messaging', 'DEVICE'),
  standard(20920, 'APNS', 'Apple Push Notification service', 'DEVICE'),
  standard(13, 'AAMSegments', 'AAMSegment', 'NON_PEOPLE'),
  standard(14, 'AAMTraits', 'AAMTrait', 'NON_PEOPLE'),
  standard(16, 'AEPSegments', 'AEPSegments', 'NON_PEOPLE'),
];

/** Custom namespaces are numbered from here. */
export const FIRST_CUSTOM_ID = 10_000_000;

/** What a custom code may look like when data introduces it: a decimal number would be an id. */
export function isCustomCode(text: string): boolean {
  return /^(?!\d+$)[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/.test(text);
}

const RANKS: Readonly<Record<IdType, number>> = {
  CROSS_DEVICE: 0,
  Email: 1,
  Phone: 2,
  DEVICE: 3,
  MOBILE: 3,
  COOKIE: 4,
  NON_PEOPLE: 5,
  PARTNER: 5,
};

/** Orders namespaces by the default priority, highest first (profile-store.md section 1.6, step 5). */
export function byPriority(a: Namespace, b: Namespace): number {
  return RANKS[a.idType] - RANKS[b.idType] || a.id - b.id;
}
