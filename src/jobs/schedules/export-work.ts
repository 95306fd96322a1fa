import { EXPORT_JOB } from '../exports/job.ts';
import type { ExportRequest } from '../exports/request.ts';
import type { ExportJobs } from '../exports/service.ts';
import type { ScheduleWork } from './work.ts';

/** Schedules of type `export` (api-segmentation.md sections 4.2 and 4.4). */
export const exportWork = (jobs: ExportJobs): ScheduleWork<ExportRequest> => ({
  kind: EXPORT_JOB,
  collection: '/export/jobs',
  check: (scope, request) => jobs.check(scope, request),
  async submit(scope, request, { record, ...origin }) {
    return (await jobs.create(scope, request, { ...origin, profileInstanceId: 'ups' }, record)).id;
  },
});
