import { boolean, each, object, oneOf, string } from '../../node.ts';
import { measures } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

export const web = fieldGroup('xdm/context/experienceevent-web', 'Web Details', {
  web: object({
    webPageDetails: object({
      ...each(string(), 'name', 'URL', 'server', 'siteSection', 'viewName'),
      ...each(boolean(), 'isErrorPage', 'isHomePage', 'isPreRendered'),
      ...measures('pageViews'),
    }),
    webInteraction: object({
      ...each(string(), 'name', 'URL', 'region'),
      type: oneOf('download', 'exit', 'other'),
      ...measures('linkClicks'),
    }),
    webReferrer: object({
      URL: string(),
      type: oneOf(
        'internal',
        'external',
        'search_engine',
        'typed_bookmarked',
        'email',
        'social',
        'usenet',
        'hard_drive',
        'nojs',
        'conversational_ai',
        'unknown',
      ),
    }),
  }),
});
