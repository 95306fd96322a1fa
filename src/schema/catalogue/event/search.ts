import { array, boolean, each, integer, object, string } from '../../node.ts';
import { measures } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

export const search = fieldGroup('xdm/context/experienceevent-search', 'Search Details', {
  search: object({
    ...each(string(), 'searchEngine', 'searchEngineID', 'keywords', 'slot'),
    isPaid: boolean(),
    ...each(integer(), 'pageDepth', 'position'),
  }),
});

export const siteSearch = fieldGroup('xdm/mixins/experienceevent-site-search', 'Site Search', {
  siteSearch: object({
    query: string(),
    numberOfResults: integer(),
    suggestions: array(string()),
    filter: array(object({ attribute: string(), value: array(string()), isRange: boolean() })),
    sort: array(object(each(string(), 'attribute', 'order'))),
  }),
  ...measures('searchRequest', 'searchResponse'),
});
