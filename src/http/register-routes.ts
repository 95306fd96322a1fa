import { JobHistory } from '../jobs/history.ts';
import type { System } from '../system.ts';
import type { RegisterRoutes } from './app.ts';
import { registerAccessEntities } from './routes/access-entities.ts';
import { registerAudiences } from './routes/audiences.ts';
import { registerDatasets } from './routes/datasets.ts';
import { registerEstimates } from './routes/estimates.ts';
import { registerExportJobs } from './routes/export-jobs.ts';
import { registerExternalAudienceMetadata } from './routes/external-audience-metadata.ts';
import { registerExternalAudiences } from './routes/external-audiences.ts';
import { registerFolders } from './routes/folders.ts';
import { registerHealth } from './routes/health.ts';
import { registerJobHistory } from './routes/job-history.ts';
import { registerMergePolicies } from './routes/merge-policies.ts';
import { registerMetricsPage } from './routes/metrics.ts';
import { registerOpenApiPage } from './routes/openapi.ts';
import { registerPreviewSampleStatus } from './routes/preview-sample-status.ts';
import { registerPreviews } from './routes/previews.ts';
import { registerQuery } from './routes/query.ts';
import { registerScheduleOperations } from './routes/schedule-operations.ts';
import { registerSchedules } from './routes/schedules.ts';
import { registerSearch } from './routes/search.ts';
import { registerSegmentConversion } from './routes/segment-conversion.ts';
import { registerSegmentDefinitions } from './routes/segment-definitions.ts';
import { registerSegmentJobs } from './routes/segment-jobs.ts';

/** Every route of the product. */
export function routesOf(system: System): RegisterRoutes {
  const {
    config,
    control,
    datasets,
    exports,
    estimation,
    externalAudiences,
    folders,
    lookup,
    policies,
    problems,
    queries,
    scheduling,
    schemaOf,
    search,
    segmentation,
  } = system;
  return async (app, metrics) => {
    registerHealth(app, { problems });
    registerMetricsPage(app, metrics);
    registerOpenApiPage(app);
    registerSegmentDefinitions(app, segmentation.definitions);
    registerAudiences(app, segmentation.audiences);
    registerExternalAudienceMetadata(app, segmentation.audiences);
    registerSegmentConversion(app, schemaOf);
    registerSegmentJobs(app, segmentation.jobs, segmentation.runner);
    registerExportJobs(app, exports, segmentation.runner);
    registerSchedules(app, scheduling.schedules);
    registerScheduleOperations(app, scheduling.schedules);
    registerJobHistory(app, new JobHistory(control), scheduling.schedules, metrics);
    registerDatasets(app, datasets);
    registerExternalAudiences(app, externalAudiences.service);
    registerFolders(app, folders);
    registerSearch(app, search, config.namespaceLabels);
    registerPreviews(app, estimation.previews);
    registerEstimates(app, estimation.previews);
    registerPreviewSampleStatus(app, estimation);
    registerMergePolicies(app, policies);
    registerAccessEntities(app, lookup);
    registerQuery(app, queries);
  };
}
