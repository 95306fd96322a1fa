import { fileKey } from './load.ts';
import { describe } from './read-value.ts';
import type { Setting } from './setting.ts';
import { settings } from './settings.ts';

/** All settings as a Markdown table, for the README. */
export function configurationTable(): string {
  const rows = Object.entries(settings).map(([name, setting]: [string, Setting]) => [
    `\`${fileKey(name, setting)}\``,
    `\`${setting.env}\``,
    setting.flag === undefined ? '' : `\`${setting.flag}\``,
    describe(setting.schema),
    setting.default === undefined ? '' : `\`${JSON.stringify(setting.default)}\``,
    setting.doc,
  ]);
  return [['File', 'Environment', 'Flag', 'Allowed', 'Default', 'Meaning'], Array(6).fill('---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
