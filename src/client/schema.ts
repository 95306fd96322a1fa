// Written by `npm run client` from /openapi.json.

export interface paths {
    readonly "/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Ready, or why not */
        readonly get: operations["getHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Metrics for Prometheus */
        readonly get: operations["getMetrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This description */
        readonly get: operations["getOpenapiJson"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/segment/definitions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List segment definitions */
        readonly get: operations["getSegmentDefinitions"];
        readonly put?: never;
        /** Create a segment definition */
        readonly post: operations["postSegmentDefinitions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/segment/definitions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a segment definition */
        readonly get: operations["getSegmentDefinitionsById"];
        readonly put?: never;
        readonly post?: never;
        /** Delete a segment definition */
        readonly delete: operations["deleteSegmentDefinitionsById"];
        readonly options?: never;
        readonly head?: never;
        /** Replace the content of a segment definition */
        readonly patch: operations["patchSegmentDefinitionsById"];
        readonly trace?: never;
    };
    readonly "/data/core/ups/segment/definitions/bulk-get": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Read several segment definitions */
        readonly post: operations["postSegmentDefinitionsBulkGet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/audiences": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List audiences */
        readonly get: operations["getAudiences"];
        readonly put?: never;
        /** Create an audience */
        readonly post: operations["postAudiences"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/audiences/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read an audience */
        readonly get: operations["getAudiencesById"];
        /** Overwrite an audience */
        readonly put: operations["putAudiencesById"];
        readonly post?: never;
        /** Delete an audience */
        readonly delete: operations["deleteAudiencesById"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change an audience
         * @description A JSON Patch with `add`, `replace`, `remove` and `test`; all of it or nothing.
         */
        readonly patch: operations["patchAudiencesById"];
        readonly trace?: never;
    };
    readonly "/data/core/ups/audiences/bulk-get": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Read several audiences */
        readonly post: operations["postAudiencesBulkGet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/audiences": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Create the metadata of an external audience
         * @description Members arrive with the profiles that carry them in `segmentMembership`.
         */
        readonly post: operations["postAisAudiences"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/segment/conversion": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Convert an expression between pql/text and pql/json */
        readonly post: operations["postSegmentConversion"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/segment/jobs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List segment jobs */
        readonly get: operations["getSegmentJobs"];
        readonly put?: never;
        /** Evaluate segment definitions over all profiles */
        readonly post: operations["postSegmentJobs"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/segment/jobs/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a segment job
         * @description While the job runs, the header `x-job-progress` has `profiles done/profiles in all`.
         */
        readonly get: operations["getSegmentJobsById"];
        readonly put?: never;
        readonly post?: never;
        /** Cancel a segment job, or remove the record of a finished one */
        readonly delete: operations["deleteSegmentJobsById"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/segment/jobs/bulk-get": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Read several segment jobs */
        readonly post: operations["postSegmentJobsBulkGet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/export/jobs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List export jobs, the newest first */
        readonly get: operations["getExportJobs"];
        readonly put?: never;
        /** Write the profiles of audiences, or all, into a dataset */
        readonly post: operations["postExportJobs"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/export/jobs/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read an export job
         * @description While the job runs, the header `x-job-progress` has `records written/records in all`.
         */
        readonly get: operations["getExportJobsById"];
        readonly put?: never;
        readonly post?: never;
        /** Cancel an export job, or remove the record of a finished one */
        readonly delete: operations["deleteExportJobsById"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/config/schedules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List schedules */
        readonly get: operations["getConfigSchedules"];
        readonly put?: never;
        /** Create a schedule */
        readonly post: operations["postConfigSchedules"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/config/schedules/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a schedule */
        readonly get: operations["getConfigSchedulesById"];
        readonly put?: never;
        readonly post?: never;
        /** Delete a schedule; its jobs go on */
        readonly delete: operations["deleteConfigSchedulesById"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change state and cron expression of a schedule
         * @description A JSON Patch with `add` or `replace` of `/state` and `/schedule`.
         */
        readonly patch: operations["patchConfigSchedulesById"];
        readonly trace?: never;
    };
    readonly "/data/core/ups/config/schedules/add-audiences": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Put segments on a schedule */
        readonly post: operations["postConfigSchedulesAddAudiences"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/config/schedules/remove-audiences": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Take segments off a schedule */
        readonly post: operations["postConfigSchedulesRemoveAudiences"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/config/schedules/audience-map": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Tell which schedules list segments
         * @description The schedule of all segments is not reported.
         */
        readonly post: operations["postConfigSchedulesAudienceMap"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/config/schedules/trigger": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Run a schedule now, whatever its state
         * @description The header `X-Location` names the job; it is absent when there was nothing to do.
         */
        readonly post: operations["postConfigSchedulesTrigger"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secant/jobs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the jobs of all kinds, newest first */
        readonly get: operations["getSecantJobs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secant/schedules/{id}/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List what became of the runs of a schedule, newest first */
        readonly get: operations["getSecantSchedulesByIdRuns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/foundation/catalog/dataSets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List datasets, the oldest first */
        readonly get: operations["getCatalogDataSets"];
        readonly put?: never;
        /** Create a dataset for exports */
        readonly post: operations["postCatalogDataSets"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/foundation/catalog/dataSets/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a dataset */
        readonly get: operations["getCatalogDataSetsById"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audience": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Create an external audience */
        readonly post: operations["postAisExternalAudience"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audience/operations/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read how far a creation is */
        readonly get: operations["getAisExternalAudienceOperationsById"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audience/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read an external audience */
        readonly get: operations["getAisExternalAudienceById"];
        readonly put?: never;
        readonly post?: never;
        /** Delete an external audience */
        readonly delete: operations["deleteAisExternalAudienceById"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change an external audience
         * @description Only `description`, `labels`, `fields` (their `labels`) and `ttlInDays` can be changed.
         */
        readonly patch: operations["patchAisExternalAudienceById"];
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audience/extend-ttl/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Let the members of an external audience stay for longer */
        readonly post: operations["postAisExternalAudienceExtendTtlById"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audience/{id}/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the ingestions of an external audience */
        readonly get: operations["getAisExternalAudienceByIdRuns"];
        readonly put?: never;
        /** Start an ingestion */
        readonly post: operations["postAisExternalAudienceByIdRuns"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audience/{id}/runs/{run}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read an ingestion
         * @description While it runs, the header `x-job-progress` has `bytes read/bytes in all`.
         */
        readonly get: operations["getAisExternalAudienceByIdRunsByRun"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audiences": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Create an external audience */
        readonly post: operations["postAisExternalAudiences"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audiences/operations/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read how far a creation is */
        readonly get: operations["getAisExternalAudiencesOperationsById"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audiences/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read an external audience */
        readonly get: operations["getAisExternalAudiencesById"];
        readonly put?: never;
        readonly post?: never;
        /** Delete an external audience */
        readonly delete: operations["deleteAisExternalAudiencesById"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change an external audience
         * @description Only `description`, `labels`, `fields` (their `labels`) and `ttlInDays` can be changed.
         */
        readonly patch: operations["patchAisExternalAudiencesById"];
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audiences/extend-ttl/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Let the members of an external audience stay for longer */
        readonly post: operations["postAisExternalAudiencesExtendTtlById"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audiences/{id}/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the ingestions of an external audience */
        readonly get: operations["getAisExternalAudiencesByIdRuns"];
        readonly put?: never;
        /** Start an ingestion */
        readonly post: operations["postAisExternalAudiencesByIdRuns"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ais/external-audiences/{id}/runs/{run}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read an ingestion
         * @description While it runs, the header `x-job-progress` has `bytes read/bytes in all`.
         */
        readonly get: operations["getAisExternalAudiencesByIdRunsByRun"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/unifiedfolders/folders/segment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Create a folder */
        readonly post: operations["postUnifiedfoldersFoldersSegment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/unifiedfolders/folders/segment/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a folder */
        readonly get: operations["getUnifiedfoldersFoldersSegmentById"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete an empty folder
         * @description It can still be read, with status `ARCHIVED`.
         */
        readonly delete: operations["deleteUnifiedfoldersFoldersSegmentById"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Rename a folder
         * @description A JSON Patch that replaces `/name`.
         */
        readonly patch: operations["patchUnifiedfoldersFoldersSegmentById"];
        readonly trace?: never;
    };
    readonly "/unifiedfolders/folders/segment/{id}/subfolders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a folder and those directly below it
         * @description The id may be `root`.
         */
        readonly get: operations["getUnifiedfoldersFoldersSegmentByIdSubfolders"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/unifiedfolders/folders/segment/{id}/validate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a folder that is not deleted */
        readonly get: operations["getUnifiedfoldersFoldersSegmentByIdValidate"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/search/namespaces": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Count the matches of a query by namespace */
        readonly get: operations["getSearchNamespaces"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/search/entities": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Find audiences and folders of a namespace */
        readonly get: operations["getSearchEntities"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/search/taxonomy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Show the folders that lead to an audience or a folder */
        readonly get: operations["getSearchTaxonomy"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/preview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Start a preview and its estimate */
        readonly post: operations["postPreview"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/preview/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the members that a preview found */
        readonly get: operations["getPreviewById"];
        readonly put?: never;
        readonly post?: never;
        /** Stop a preview and remove it */
        readonly delete: operations["deletePreviewById"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/preview/{appId}/execution/{executionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a preview by the link of its estimate */
        readonly get: operations["getPreviewByAppIdExecutionByExecutionId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/estimate/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the estimate of a preview */
        readonly get: operations["getEstimateById"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secant/estimates/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the error margin of an estimate, and the time of its sample */
        readonly get: operations["getSecantEstimatesById"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/previewsamplestatus": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the state of the sample that previews and estimates are made of */
        readonly get: operations["getPreviewsamplestatus"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/config/mergePolicies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List merge policies */
        readonly get: operations["getConfigMergePolicies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/config/mergePolicies/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a merge policy */
        readonly get: operations["getConfigMergePoliciesById"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/data/core/ups/access/entities": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a profile */
        readonly get: operations["getAccessEntities"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secant/query": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Count the profiles for which an expression holds */
        readonly post: operations["postSecantQuery"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly SegmentDefinition: {
            readonly id: string;
            readonly schema: {
                readonly name: string;
                readonly id?: string;
            };
            readonly profileInstanceId: string;
            readonly imsOrgId: string;
            readonly sandbox: components["schemas"]["Sandbox"];
            readonly name: string;
            readonly description?: string;
            readonly expression: {
                readonly type: string;
                readonly format: string;
                readonly value: string;
            };
            readonly mergePolicyId: string;
            readonly evaluationInfo: {
                readonly batch: {
                    readonly enabled: boolean;
                };
                readonly continuous: {
                    readonly enabled: boolean;
                };
                readonly synchronous: {
                    readonly enabled: boolean;
                };
            };
            readonly dataGovernancePolicy: {
                readonly excludeOptOut: boolean;
            };
            readonly payloadSchema?: string;
            readonly ttlInDays?: number | string;
            /** @description Unix milliseconds. */
            readonly creationTime: number;
            /** @description Unix seconds; end of the last complete batch evaluation. */
            readonly baselineTime?: number;
            /** @description Unix seconds. */
            readonly updateEpoch: number;
            /** @description Unix milliseconds. */
            readonly updateTime: number;
        };
        readonly Sandbox: {
            readonly sandboxId: string;
            readonly sandboxName: string;
            readonly type: "production" | "development";
            readonly default: boolean;
        };
        readonly ItemError: {
            readonly requestId: string;
            readonly errors: {
                readonly [key: string]: readonly {
                    readonly code: number;
                    readonly message: string;
                }[];
            };
        };
        readonly Audience: {
            readonly id: string;
            readonly audienceId: string;
            readonly type: string;
            readonly originName: string;
            readonly namespace: string;
            readonly name: string;
            readonly description?: string;
            readonly schema?: {
                readonly name: string;
                readonly id?: string;
            };
            readonly imsOrgId: string;
            readonly sandbox: components["schemas"]["Sandbox"];
            readonly mergePolicyId?: string;
            readonly profileInstanceId?: string;
            readonly expression?: {
                readonly type: string;
                readonly format: string;
                readonly value: string;
            };
            readonly evaluationInfo?: {
                readonly batch: {
                    readonly enabled: boolean;
                };
                readonly continuous: {
                    readonly enabled: boolean;
                };
                readonly synchronous: {
                    readonly enabled: boolean;
                };
            };
            readonly dataGovernancePolicy?: {
                readonly excludeOptOut: boolean;
            };
            readonly overridePerformanceWarnings?: boolean;
            readonly ansibleUiEnabled?: boolean;
            /** @description `enabled`, or `disabled` while inactive. */
            readonly state?: string;
            readonly definedOn?: readonly {
                readonly [key: string]: string;
            }[];
            readonly audienceMeta?: {
                readonly [key: string]: unknown;
            };
            readonly sourceId?: string;
            readonly ttlInDays?: number;
            readonly datasetId?: string;
            readonly linkedAudienceRef?: {
                readonly [key: string]: unknown;
            };
            readonly labels?: readonly string[];
            readonly tags?: readonly string[];
            readonly lifecycleState: string;
            readonly saveSegmentMembership: boolean;
            readonly isSystem: boolean;
            /** @description Ids of the audiences that use this one. */
            readonly dependents: readonly string[];
            /** @description Ids of the audiences that this one uses. */
            readonly dependencies: readonly string[];
            readonly createdBy: string;
            readonly lastModifiedBy: string;
            /** @description Unix milliseconds. */
            readonly creationTime: number;
            /** @description Unix seconds. */
            readonly createEpoch: number;
            /** @description Unix milliseconds. */
            readonly updateTime: number;
            /** @description Unix seconds. */
            readonly updateEpoch: number;
            readonly _etag: string;
            readonly metrics?: {
                readonly imsOrgId: string;
                readonly sandbox: components["schemas"]["Sandbox"];
                readonly jobId: string;
                readonly type: string;
                readonly id: string;
                readonly data: {
                    readonly totalProfiles: number;
                    readonly totalProfilesByNamespace: {
                        readonly [key: string]: number;
                    };
                    readonly totalProfilesByStatus: {
                        readonly [key: string]: number;
                    };
                };
                readonly createEpoch: number;
                readonly updateEpoch: number;
            };
        };
        readonly SegmentJob: {
            readonly id: string;
            readonly imsOrgId: string;
            readonly sandbox: components["schemas"]["Sandbox"];
            readonly profileInstanceId: string;
            readonly source: "api" | "scheduler";
            /** @enum {unknown} */
            readonly status: "NEW" | "QUEUED" | "PROCESSING" | "SUCCEEDED" | "FAILED" | "CANCELLING" | "CANCELLED";
            readonly batchId?: string;
            readonly computeJobId?: number;
            readonly computeGatewayJobId?: string;
            readonly segments: readonly {
                readonly segmentId: string;
                readonly segment?: unknown;
            }[];
            readonly metrics: {
                readonly totalTime: {
                    readonly startTimeInMs?: number;
                    readonly endTimeInMs?: number;
                    readonly totalTimeInMs?: number;
                };
                readonly profileSegmentationTime: {
                    readonly startTimeInMs?: number;
                    readonly endTimeInMs?: number;
                    readonly totalTimeInMs?: number;
                };
                readonly totalProfiles?: number;
                readonly segmentedProfileCounter?: {
                    readonly [key: string]: number;
                };
                readonly segmentedProfileByNamespaceCounter?: {
                    readonly [key: string]: {
                        readonly [key: string]: number;
                    };
                };
                readonly segmentedProfileByStatusCounter?: {
                    readonly [key: string]: {
                        readonly [key: string]: number;
                    };
                };
                readonly totalProfilesByMergePolicy?: {
                    readonly [key: string]: number;
                };
            };
            readonly errors?: readonly {
                readonly code: string;
                readonly msg: string;
                readonly callStack: string;
            }[];
            readonly requestId: string;
            readonly schema: {
                readonly name: string;
            };
            readonly properties?: {
                readonly [key: string]: unknown;
            };
            readonly _links: {
                readonly cancel: {
                    readonly href: string;
                    readonly method: string;
                };
                readonly checkStatus: {
                    readonly href: string;
                    readonly method: string;
                };
            };
            /** @description Unix milliseconds. */
            readonly creationTime: number;
            /** @description Unix milliseconds. */
            readonly updateTime: number;
            /** @description Unix seconds. */
            readonly updateEpoch: number;
        };
        readonly ExportJob: {
            readonly id: number;
            /** @enum {string} */
            readonly jobType: "BATCH";
            readonly destination: {
                readonly datasetId: string;
                readonly segmentPerBatch: boolean;
                readonly batchId?: string;
                readonly batches?: readonly {
                    readonly segmentId: string;
                    readonly segmentNs: string;
                    readonly status: readonly string[];
                    readonly batchId: string;
                }[];
            };
            readonly fields?: string;
            readonly schema: {
                readonly name: string;
            };
            readonly imsOrgId: string;
            readonly sandbox: components["schemas"]["Sandbox"];
            readonly profileInstanceId: string;
            /** @enum {unknown} */
            readonly status: "NEW" | "PROCESSING" | "SUCCEEDED" | "FAILED" | "CANCELLING" | "CANCELLED";
            readonly filter?: {
                readonly segments?: readonly {
                    readonly segmentId: string;
                    readonly segmentNs: string;
                    readonly status: readonly string[];
                }[];
                readonly segmentQualificationTime?: {
                    readonly startTime?: string;
                    readonly endTime?: string;
                };
                readonly fromIngestTimestamp?: string;
                readonly emptyProfiles?: boolean;
            };
            readonly additionalFields?: unknown;
            readonly evaluationInfo?: {
                readonly segmentation: boolean;
            };
            readonly mergePolicy: {
                readonly id: string;
                readonly version: number;
            };
            readonly errors?: readonly {
                readonly code: string;
                readonly msg: string;
                readonly callStack: string;
            }[];
            readonly metrics: {
                readonly totalTime: {
                    readonly startTimeInMs?: number;
                    readonly endTimeInMs?: number;
                    readonly totalTimeInMs?: number;
                };
                readonly profileExportTime?: {
                    readonly startTimeInMs?: number;
                    readonly endTimeInMs?: number;
                    readonly totalTimeInMs?: number;
                };
                readonly aCPDatasetWriteTime?: {
                    readonly startTimeInMs?: number;
                    readonly endTimeInMs?: number;
                    readonly totalTimeInMs?: number;
                };
                readonly totalExportedProfileCounter?: number;
                readonly exportedProfileByNamespaceCounter?: {
                    readonly [key: string]: number;
                };
            };
            readonly computeGatewayJobId: {
                readonly exportJob: string;
            };
            readonly properties?: {
                readonly [key: string]: unknown;
            };
            /** @description Unix milliseconds. */
            readonly creationTime: number;
            /** @description Unix milliseconds. */
            readonly updateTime: number;
            readonly requestId: string;
        };
        readonly Schedule: {
            readonly id: string;
            readonly imsOrgId: string;
            readonly sandbox: components["schemas"]["Sandbox"];
            readonly name: string;
            /** @enum {unknown} */
            readonly state: "active" | "inactive";
            /** @enum {unknown} */
            readonly type: "batch_segmentation" | "export";
            /** @description Quartz cron, in UTC. */
            readonly schedule: string;
            /** @enum {unknown} */
            readonly frequency: "daily" | "weekly" | "monthly" | "custom";
            readonly properties: {
                readonly [key: string]: unknown;
            };
            /** @description Unix seconds. */
            readonly createEpoch: number;
            /** @description Unix seconds. */
            readonly updateEpoch: number;
        };
        readonly Job: {
            /** @description `segment`, `export` or `maintenance`. */
            readonly kind: string;
            readonly id: string;
            /** @description What a maintenance job does. */
            readonly task?: string;
            /** @enum {unknown} */
            readonly status: "NEW" | "QUEUED" | "PROCESSING" | "SUCCEEDED" | "FAILED" | "CANCELLING" | "CANCELLED";
            readonly source: string;
            readonly requestId: string;
            readonly properties?: {
                readonly [key: string]: unknown;
            };
            readonly progress?: {
                readonly done: number;
                readonly total: number;
            };
            /** @description Unix milliseconds. */
            readonly heartbeatTime?: number;
            readonly errors: readonly {
                readonly code: string;
                readonly msg: string;
                readonly callStack: string;
            }[];
            /** @description Restarts of the server that interrupted it. */
            readonly interruptions: number;
            /** @description Tries that failed because the store could not be reached. */
            readonly retries: number;
            /** @description Unix milliseconds. */
            readonly creationTime: number;
            /** @description Unix milliseconds. */
            readonly startTime?: number;
            /** @description Unix milliseconds. */
            readonly endTime?: number;
        };
        readonly ScheduleRun: {
            readonly runId: string;
            /** @description Unix milliseconds. */
            readonly time: number;
            /** @enum {unknown} */
            readonly cause: "schedule" | "missed" | "request";
            /**
             * @description `skipped`: the job before had not ended. `failed`: no job could be made.
             * @enum {unknown}
             */
            readonly outcome: "submitted" | "skipped" | "nothing" | "failed";
            readonly job?: {
                readonly kind: string;
                readonly id: string;
            };
            readonly error?: {
                readonly code: string;
                readonly message: string;
            };
        };
        readonly Dataset: {
            readonly name: string;
            readonly description?: string;
            readonly imsOrg: string;
            readonly sandboxId: string;
            readonly tags: {
                readonly [key: string]: readonly string[];
            };
            readonly version: string;
            /** @description Unix milliseconds. */
            readonly created: number;
            /** @description Unix milliseconds. */
            readonly updated: number;
            readonly createdUser: string;
            readonly schemaRef: {
                readonly id: string;
                readonly contentType: string;
            };
            readonly fileDescription: {
                readonly format: string;
            };
            readonly files: string;
        };
        readonly ExternalAudienceOperation: {
            readonly operationId: string;
            /** @enum {unknown} */
            readonly status: "PROCESSING" | "SUCCESS" | "FAILED";
            readonly operationDetails: {
                readonly name: string;
                readonly description?: string;
                readonly customAudienceId?: string;
                readonly fields: readonly {
                    readonly name: string;
                    /** @enum {unknown} */
                    readonly type: "string" | "number" | "long" | "integer" | "date" | "datetime" | "boolean";
                    readonly identityNs?: string;
                    readonly labels?: readonly string[];
                }[];
                readonly sourceSpec: {
                    readonly params: {
                        readonly path: string;
                        /** @enum {unknown} */
                        readonly type: "file" | "folder";
                        readonly sourceType?: string;
                        /** @enum {unknown} */
                        readonly cloudType: "S3" | "DLZ" | "GCS" | "Azure" | "SFTP";
                        readonly baseConnectionId?: string;
                    };
                };
                readonly ttlInDays: number;
                readonly audienceType: string;
                readonly originName: string;
                readonly namespace: string;
                readonly labels: readonly string[];
                readonly tags: readonly string[];
                readonly expressActivation: boolean;
            };
            readonly audienceName?: string;
            readonly audienceId?: string;
            readonly createdBy?: string;
            /** @description Unix seconds. */
            readonly createdAt?: number;
            readonly updatedBy?: string;
            /** @description Unix seconds. */
            readonly updatedAt?: number;
            readonly error?: {
                readonly code: string;
                readonly message: string;
            };
        };
        readonly ExternalAudience: {
            readonly audienceId: string;
            readonly audienceName: string;
            readonly description?: string;
            readonly fields: readonly {
                readonly name: string;
                /** @enum {unknown} */
                readonly type: "string" | "number" | "long" | "integer" | "date" | "datetime" | "boolean";
                readonly identityNs?: string;
                readonly labels?: readonly string[];
            }[];
            readonly sourceSpec: {
                readonly params: {
                    readonly path: string;
                    /** @enum {unknown} */
                    readonly type: "file" | "folder";
                    readonly sourceType?: string;
                    /** @enum {unknown} */
                    readonly cloudType: "S3" | "DLZ" | "GCS" | "Azure" | "SFTP";
                    readonly baseConnectionId?: string;
                };
            };
            readonly ttlInDays: number;
            readonly labels: readonly string[];
            readonly tags: readonly string[];
            readonly audienceType: string;
            readonly originName: string;
            readonly namespace: string;
            readonly createdBy: string;
            /** @description Unix seconds. */
            readonly createdAt: number;
            readonly updatedBy: string;
            /** @description Unix seconds. */
            readonly updatedAt: number;
        };
        readonly Ingestion: {
            readonly audienceName: string;
            readonly audienceId: string;
            readonly runId: string;
            readonly differentialIngestion: boolean;
            /** @description Unix seconds. */
            readonly dataFilterStartTime: number;
            /** @description Unix seconds. */
            readonly dataFilterEndTime: number;
            /** @description Unix seconds. */
            readonly createdAt: number;
            readonly createdBy: string;
            /** @enum {unknown} */
            readonly status: "PROCESSING" | "SUCCESS" | "FAILED";
            readonly details: readonly {
                /** @enum {unknown} */
                readonly stage: "DATASET_INGEST" | "PROFILE_STORE_INGEST";
                /** @enum {unknown} */
                readonly status: "PROCESSING" | "SUCCESS" | "FAILED";
                readonly flowRunId: string;
                readonly recordsRead?: number;
                readonly recordsIngested?: number;
                readonly recordsFailed?: number;
                /** @description Failed records by reason. */
                readonly failures?: {
                    readonly [key: string]: number;
                };
                /** @description Place of the failed records in the directory of the sandbox's datasets. */
                readonly failedRecordsFile?: string;
                readonly newProfileFragments?: number;
                readonly existingProfileFragments?: number;
                readonly errorMessage?: string;
            }[];
        };
        readonly Folder: {
            readonly id: string;
            readonly name: string;
            /** @enum {string} */
            readonly noun: "segment";
            readonly imsOrg: string;
            readonly sandboxId: string;
            readonly sandboxName: string;
            /** @enum {unknown} */
            readonly status: "IN_USE" | "ARCHIVED";
            readonly _links: {
                readonly self: {
                    readonly href: string;
                };
            };
            /** @description A folder id, or `root`. */
            readonly parentId: string;
            readonly namespace: string;
            readonly createdBy: string;
            /** @description ISO 8601 with milliseconds. */
            readonly createdAt: string;
            readonly modifiedBy: string;
            /** @description ISO 8601 with milliseconds. */
            readonly modifiedAt: string;
        };
        readonly Preview: {
            readonly results: readonly {
                readonly [key: string]: {
                    readonly _href: string;
                    readonly endCustomerIds?: {
                        readonly [key: string]: {
                            readonly _href: string;
                        };
                    };
                };
            }[];
            /** @enum {unknown} */
            readonly state: "NEW" | "RUNNING" | "RESULT_READY" | "FAILED";
            /** @description `links.next`. */
            readonly link: string;
            readonly links: {
                readonly _self: string;
                readonly next: string;
                readonly prev: string;
            };
            readonly page: {
                readonly offset: number;
                readonly size: number;
            };
            readonly error?: {
                readonly description: string;
                readonly traceback: string;
            };
        };
        readonly Estimate: {
            readonly estimatedSize: number;
            /** @description Profiles in the sample. */
            readonly numRowsToRead: number;
            readonly estimatedNamespaceDistribution: readonly {
                readonly namespaceId: string;
                readonly profilesMatchedSoFar: number;
            }[];
            /** @enum {unknown} */
            readonly state: "NEW" | "RUNNING" | "RESULT_READY" | "FAILED";
            readonly profilesReadSoFar: number;
            /** @description In profiles. */
            readonly standardError: number;
            readonly error: {
                readonly description: string;
                readonly traceback: string;
            };
            readonly profilesMatchedSoFar: number;
            /** @description Profiles in the store when the sample was taken. */
            readonly totalRows: number;
            /**
             * @description Level of `estimatedSize` plus or minus 1.96 times `standardError`.
             * @enum {string}
             */
            readonly confidenceInterval: "95%";
            readonly _links: {
                readonly preview: string;
            };
        };
        readonly MergePolicy: {
            readonly id: string;
            readonly name: string;
            readonly imsOrgId: string;
            readonly sandbox: components["schemas"]["Sandbox"];
            readonly schema: {
                readonly name: string;
            };
            readonly version: number;
            readonly identityGraph: {
                /** @enum {unknown} */
                readonly type: "none" | "pdg";
            };
            readonly attributeMerge: {
                /** @enum {unknown} */
                readonly type: "timestampOrdered" | "dataSetPrecedence";
                readonly order?: readonly string[];
            };
            readonly isActiveOnEdge: boolean;
            readonly default: boolean;
            /** @description Unix seconds. */
            readonly updateEpoch: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly status: "ready";
                    };
                };
            };
        };
    };
    readonly getMetrics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
        };
    };
    readonly getOpenapiJson: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
        };
    };
    readonly getSegmentDefinitions: {
        readonly parameters: {
            readonly query?: {
                /** @description Item offset, from 0; ignored with `page`. */
                readonly start?: number;
                /** @description Page index, from 0. */
                readonly page?: number;
                /** @description Items a page; more than 100 is lowered to it. */
                readonly limit?: number;
                readonly sort?: string;
                readonly "evaluationInfo.batch.enabled"?: boolean;
                readonly "evaluationInfo.continuous.enabled"?: boolean;
                readonly "evaluationInfo.synchronous.enabled"?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly segments: readonly components["schemas"]["SegmentDefinition"][];
                        readonly page: {
                            readonly totalCount: number;
                            readonly totalPages: number;
                            readonly sortField: string;
                            readonly sort: string;
                            readonly pageSize: number;
                            readonly limit: number;
                        };
                        readonly link: {
                            readonly next?: string;
                        };
                    };
                };
            };
        };
    };
    readonly postSegmentDefinitions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly id?: string;
                    /** @description 1 to 255 characters after trimming; unique in the sandbox. */
                    readonly name: string;
                    /** @description Up to 4000 characters. */
                    readonly description?: string;
                    readonly expression: {
                        /** @description `PQL`. */
                        readonly type?: string;
                        /** @description `pql/text` (default) or `pql/json`. */
                        readonly format?: string;
                        readonly value: string;
                    };
                    readonly schema: {
                        readonly name?: string;
                        readonly id?: string;
                    };
                    readonly mergePolicyId?: string;
                    readonly evaluationInfo?: {
                        readonly batch?: {
                            readonly enabled?: boolean;
                        };
                        readonly continuous?: {
                            readonly enabled?: boolean;
                        };
                        readonly synchronous?: {
                            readonly enabled?: boolean;
                        };
                    };
                    readonly dataGovernancePolicy?: {
                        readonly excludeOptOut?: boolean;
                    };
                    readonly profileInstanceId?: string;
                    readonly payloadSchema?: string;
                    readonly ttlInDays?: number | string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SegmentDefinition"];
                };
            };
        };
    };
    readonly getSegmentDefinitionsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SegmentDefinition"];
                };
            };
        };
    };
    readonly deleteSegmentDefinitionsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly status: boolean;
                        readonly message: string;
                    };
                };
            };
        };
    };
    readonly patchSegmentDefinitionsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly id?: string;
                    /** @description 1 to 255 characters after trimming; unique in the sandbox. */
                    readonly name: string;
                    /** @description Up to 4000 characters. */
                    readonly description?: string;
                    readonly expression: {
                        /** @description `PQL`. */
                        readonly type?: string;
                        /** @description `pql/text` (default) or `pql/json`. */
                        readonly format?: string;
                        readonly value: string;
                    };
                    readonly schema: {
                        readonly name?: string;
                        readonly id?: string;
                    };
                    readonly mergePolicyId?: string;
                    readonly evaluationInfo?: {
                        readonly batch?: {
                            readonly enabled?: boolean;
                        };
                        readonly continuous?: {
                            readonly enabled?: boolean;
                        };
                        readonly synchronous?: {
                            readonly enabled?: boolean;
                        };
                    };
                    readonly dataGovernancePolicy?: {
                        readonly excludeOptOut?: boolean;
                    };
                    readonly profileInstanceId?: string;
                    readonly payloadSchema?: string;
                    readonly ttlInDays?: number | string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SegmentDefinition"];
                };
            };
        };
    };
    readonly postSegmentDefinitionsBulkGet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 1 to 100 ids. */
                    readonly ids: readonly ({
                        readonly id: string;
                    } | string)[];
                } | readonly string[];
            };
        };
        readonly responses: {
            /** @description Multi-Status */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly results: {
                            readonly [key: string]: components["schemas"]["SegmentDefinition"] | components["schemas"]["ItemError"];
                        };
                    };
                };
            };
        };
    };
    readonly getAudiences: {
        readonly parameters: {
            readonly query?: {
                /** @description Page index, from 0. */
                readonly start?: number;
                /** @description Items a page; more than 1000 is lowered to it. */
                readonly limit?: number;
                /** @description `{attribute}:{asc|desc}`, several separated by commas. */
                readonly sort?: string;
                /** @description `path==value`, or `path~key==value` for the elements of an array; `withMetrics==true` adds metrics. */
                readonly property?: readonly string[];
                /** @description Part of the name, in any case of letters. */
                readonly name?: string;
                /** @description Part of the description, in any case of letters. */
                readonly description?: string;
                /** @description Class of the schema. */
                readonly entityType?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly children: readonly components["schemas"]["Audience"][];
                        readonly _page: {
                            readonly totalCount: number;
                            readonly totalPages: number;
                            readonly sortField: string;
                            readonly sort: string;
                            readonly pageSize: number;
                            readonly limit: number;
                            readonly start: string;
                            readonly next?: string;
                        };
                        readonly _links: {
                            readonly next?: {
                                readonly href: string;
                            };
                        };
                    };
                };
            };
        };
    };
    readonly postAudiences: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    /** @description `SegmentDefinition` (default with an `expression`) or `ExternalSegment`. */
                    readonly type?: string;
                    readonly description?: string;
                    /** @description Required for external audiences. */
                    readonly namespace?: string;
                    /** @description Of external audiences: unique in the namespace. */
                    readonly audienceId?: string;
                    /** @description Of external audiences; `CUSTOM_UPLOAD` by default. */
                    readonly originName?: string;
                    /** @description `draft`, `published` (default) or `inactive`. */
                    readonly lifecycleState?: string;
                    /** @description Old name of `lifecycleState`. */
                    readonly lifecycle?: string;
                    readonly schema?: {
                        readonly name?: string;
                        readonly id?: string;
                    };
                    readonly expression?: {
                        /** @description `PQL`. */
                        readonly type?: string;
                        /** @description `pql/text` (default) or `pql/json`. */
                        readonly format?: string;
                        readonly value: string;
                    };
                    readonly mergePolicyId?: string;
                    readonly evaluationInfo?: {
                        readonly batch?: {
                            readonly enabled?: boolean;
                        };
                        readonly continuous?: {
                            readonly enabled?: boolean;
                        };
                        readonly synchronous?: {
                            readonly enabled?: boolean;
                        };
                    };
                    readonly dataGovernancePolicy?: {
                        readonly excludeOptOut?: boolean;
                    };
                    readonly overridePerformanceWarnings?: boolean;
                    readonly labels?: readonly string[];
                    readonly tags?: readonly string[];
                    readonly datasetId?: string;
                    readonly audienceMeta?: {
                        readonly [key: string]: unknown;
                    };
                    readonly linkedAudienceRef?: {
                        readonly [key: string]: unknown;
                    };
                    readonly sourceId?: string;
                    readonly ttlInDays?: number | string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Audience"];
                };
            };
        };
    };
    readonly getAudiencesById: {
        readonly parameters: {
            readonly query?: {
                /** @description `path==value`, or `path~key==value` for the elements of an array; `withMetrics==true` adds metrics. */
                readonly property?: readonly string[];
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Audience"];
                };
            };
        };
    };
    readonly putAudiencesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    /** @description `SegmentDefinition` (default with an `expression`) or `ExternalSegment`. */
                    readonly type?: string;
                    readonly description?: string;
                    /** @description Required for external audiences. */
                    readonly namespace?: string;
                    /** @description Of external audiences: unique in the namespace. */
                    readonly audienceId?: string;
                    /** @description Of external audiences; `CUSTOM_UPLOAD` by default. */
                    readonly originName?: string;
                    /** @description `draft`, `published` (default) or `inactive`. */
                    readonly lifecycleState?: string;
                    /** @description Old name of `lifecycleState`. */
                    readonly lifecycle?: string;
                    readonly schema?: {
                        readonly name?: string;
                        readonly id?: string;
                    };
                    readonly expression?: {
                        /** @description `PQL`. */
                        readonly type?: string;
                        /** @description `pql/text` (default) or `pql/json`. */
                        readonly format?: string;
                        readonly value: string;
                    };
                    readonly mergePolicyId?: string;
                    readonly evaluationInfo?: {
                        readonly batch?: {
                            readonly enabled?: boolean;
                        };
                        readonly continuous?: {
                            readonly enabled?: boolean;
                        };
                        readonly synchronous?: {
                            readonly enabled?: boolean;
                        };
                    };
                    readonly dataGovernancePolicy?: {
                        readonly excludeOptOut?: boolean;
                    };
                    readonly overridePerformanceWarnings?: boolean;
                    readonly labels?: readonly string[];
                    readonly tags?: readonly string[];
                    readonly datasetId?: string;
                    readonly audienceMeta?: {
                        readonly [key: string]: unknown;
                    };
                    readonly linkedAudienceRef?: {
                        readonly [key: string]: unknown;
                    };
                    readonly sourceId?: string;
                    readonly ttlInDays?: number | string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Audience"];
                };
            };
        };
    };
    readonly deleteAudiencesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description No Content */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly patchAudiencesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": readonly {
                    readonly op: string;
                    readonly path: string;
                    readonly value?: unknown;
                }[];
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Audience"];
                };
            };
        };
    };
    readonly postAudiencesBulkGet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 1 to 100 ids. */
                    readonly ids: readonly ({
                        readonly id: string;
                    } | string)[];
                } | readonly string[];
            };
        };
        readonly responses: {
            /** @description Multi-Status */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly results: {
                            readonly [key: string]: components["schemas"]["Audience"] | components["schemas"]["ItemError"];
                        };
                    };
                };
            };
        };
    };
    readonly postAisAudiences: {
        readonly parameters: {
            readonly query?: {
                /** @description Must be `true`. */
                readonly createAudienceMetaOnly?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    readonly description?: string;
                    readonly audienceId: string;
                    readonly namespace: string;
                    readonly originName: string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        readonly name: string;
                        readonly audienceId: string;
                    };
                };
            };
        };
    };
    readonly postSegmentConversion: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly expression: {
                        readonly type?: string;
                        /** @description `pql/text` or `pql/json`. */
                        readonly format: string;
                        readonly value: string;
                    };
                    readonly schema?: {
                        readonly name?: string;
                        readonly id?: string;
                    };
                    readonly name?: string;
                    readonly description?: string;
                    readonly profileInstanceId?: string;
                    readonly payloadSchema?: string;
                    readonly ttlInDays?: number | string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly name?: string;
                        readonly imsOrgId: string;
                        readonly sandbox: components["schemas"]["Sandbox"];
                        readonly description?: string;
                        readonly schema?: {
                            readonly name?: string;
                            readonly id?: string;
                        };
                        readonly expression: {
                            readonly type: string;
                            readonly format: string;
                            readonly value: string;
                        };
                        readonly payloadSchema?: string;
                        readonly ttlInDays?: number | string;
                    };
                };
            };
        };
    };
    readonly getSegmentJobs: {
        readonly parameters: {
            readonly query?: {
                /** @description Page index, from 0. */
                readonly start?: number;
                /** @description Items a page; more than 100 is lowered to it. */
                readonly limit?: number;
                readonly status?: "NEW" | "QUEUED" | "PROCESSING" | "SUCCEEDED" | "FAILED" | "CANCELLING" | "CANCELLED";
                readonly sort?: string;
                readonly property?: readonly string[];
                readonly "snapshot.name"?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly _page: {
                            readonly totalCount: number;
                            readonly pageSize: number;
                            readonly next?: string;
                        };
                        readonly children: readonly components["schemas"]["SegmentJob"][];
                        readonly _links: {
                            readonly next: {
                                readonly href?: string;
                            };
                        };
                    };
                };
            };
        };
    };
    readonly postSegmentJobs: {
        readonly parameters: {
            readonly query?: {
                /** @description False: count, but write no memberships. */
                readonly persist?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description 1 to 1500 ids; `*` stands for all segment definitions. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": readonly {
                    readonly segmentId: string;
                }[] | {
                    readonly schema?: {
                        readonly name?: string;
                    };
                    readonly segments: readonly {
                        readonly segmentId: string;
                    }[];
                    readonly profileInstanceId?: string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SegmentJob"];
                };
            };
        };
    };
    readonly getSegmentJobsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SegmentJob"];
                };
            };
        };
    };
    readonly deleteSegmentJobsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description No Content */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly postSegmentJobsBulkGet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 1 to 100 ids. */
                    readonly ids: readonly ({
                        readonly id: string;
                    } | string)[];
                } | readonly string[];
            };
        };
        readonly responses: {
            /** @description Multi-Status */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly results: {
                            readonly [key: string]: components["schemas"]["SegmentJob"] | components["schemas"]["ItemError"];
                        };
                    };
                };
            };
        };
    };
    readonly getExportJobs: {
        readonly parameters: {
            readonly query?: {
                /** @description Items a page; more than 1000 is lowered to it. */
                readonly limit?: number;
                /** @description `page.pageOffset` of the page before. */
                readonly offset?: string;
                readonly status?: "NEW" | "PROCESSING" | "SUCCEEDED" | "FAILED" | "CANCELLING" | "CANCELLED";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly records: readonly components["schemas"]["ExportJob"][];
                        readonly page: {
                            /** @enum {string} */
                            readonly sortField: "createdTime";
                            /** @enum {string} */
                            readonly sort: "desc";
                            readonly pageOffset: string;
                            readonly pageSize: number;
                        };
                        readonly link: {
                            readonly next: string;
                        };
                    };
                };
            };
        };
    };
    readonly postExportJobs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly destination: {
                        /** @description A dataset on the union schema of the class. */
                        readonly datasetId: string;
                        /** @description One batch for each entry of `filter.segments`. */
                        readonly segmentPerBatch?: boolean;
                    };
                    readonly schema: {
                        /** @description `_xdm.context.profile` */
                        readonly name: string;
                    };
                    /** @description Shown again; the header of that name wins. */
                    readonly profileInstanceId?: string;
                    /** @description Dotted paths, separated by commas; all fields when absent. */
                    readonly fields?: string;
                    readonly mergePolicy?: {
                        readonly id?: string;
                        readonly version?: number | string;
                    };
                    readonly filter?: {
                        /** @description 1 to 1500 entries; all profiles when absent. */
                        readonly segments?: readonly {
                            readonly segmentId: string;
                            readonly segmentNs?: string;
                            readonly status?: readonly string[];
                        }[];
                        readonly segmentQualificationTime?: {
                            readonly startTime?: string;
                            readonly endTime?: string;
                        };
                        readonly fromIngestTimestamp?: string;
                        /** @description Profiles that have only events too. */
                        readonly emptyProfiles?: boolean;
                    };
                    readonly additionalFields?: {
                        readonly eventList?: {
                            readonly fields?: string;
                            readonly filter?: {
                                readonly fromIngestTimestamp?: string;
                                readonly toIngestTimestamp?: string;
                            };
                        };
                    };
                    readonly evaluationInfo?: {
                        /** @description Evaluate the segments first. */
                        readonly segmentation?: boolean;
                    };
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExportJob"];
                };
            };
        };
    };
    readonly getExportJobsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExportJob"];
                };
            };
        };
    };
    readonly deleteExportJobsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly status: boolean;
                        readonly message: string;
                    };
                };
            };
        };
    };
    readonly getConfigSchedules: {
        readonly parameters: {
            readonly query?: {
                /** @description Page index, from 0. */
                readonly start?: number;
                /** @description Items a page; more than 100 is lowered to it. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly _page: {
                            readonly totalCount: number;
                            readonly pageSize: number;
                            readonly next?: string;
                        };
                        readonly children: readonly components["schemas"]["Schedule"][];
                        readonly _links: {
                            readonly next: {
                                readonly href?: string;
                            };
                        };
                    };
                };
            };
        };
    };
    readonly postConfigSchedules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The properties of type `batch_segmentation` are `{"segments": ["*"]}` or `{"segments": [id, …]}`. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    /** @enum {string} */
                    readonly type: "batch_segmentation";
                    readonly properties: {
                        readonly segments: readonly string[];
                    };
                    /** @description Quartz cron, in UTC; `0 0 1 * * ?` when absent. */
                    readonly schedule?: string;
                    /**
                     * @description `inactive` when absent.
                     * @enum {unknown}
                     */
                    readonly state?: "active" | "inactive";
                } | {
                    readonly name: string;
                    /** @enum {string} */
                    readonly type: "export";
                    readonly properties: {
                        readonly destination: {
                            /** @description A dataset on the union schema of the class. */
                            readonly datasetId: string;
                            /** @description One batch for each entry of `filter.segments`. */
                            readonly segmentPerBatch?: boolean;
                        };
                        readonly schema: {
                            /** @description `_xdm.context.profile` */
                            readonly name: string;
                        };
                        /** @description Shown again; the header of that name wins. */
                        readonly profileInstanceId?: string;
                        /** @description Dotted paths, separated by commas; all fields when absent. */
                        readonly fields?: string;
                        readonly mergePolicy?: {
                            readonly id?: string;
                            readonly version?: number | string;
                        };
                        readonly filter?: {
                            /** @description 1 to 1500 entries; all profiles when absent. */
                            readonly segments?: readonly {
                                readonly segmentId: string;
                                readonly segmentNs?: string;
                                readonly status?: readonly string[];
                            }[];
                            readonly segmentQualificationTime?: {
                                readonly startTime?: string;
                                readonly endTime?: string;
                            };
                            readonly fromIngestTimestamp?: string;
                            /** @description Profiles that have only events too. */
                            readonly emptyProfiles?: boolean;
                        };
                        readonly additionalFields?: {
                            readonly eventList?: {
                                readonly fields?: string;
                                readonly filter?: {
                                    readonly fromIngestTimestamp?: string;
                                    readonly toIngestTimestamp?: string;
                                };
                            };
                        };
                        readonly evaluationInfo?: {
                            /** @description Evaluate the segments first. */
                            readonly segmentation?: boolean;
                        };
                    };
                    /** @description Quartz cron, in UTC; `0 0 1 * * ?` when absent. */
                    readonly schedule?: string;
                    /**
                     * @description `inactive` when absent.
                     * @enum {unknown}
                     */
                    readonly state?: "active" | "inactive";
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Schedule"];
                };
            };
        };
    };
    readonly getConfigSchedulesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Schedule"];
                };
            };
        };
    };
    readonly deleteConfigSchedulesById: {
        readonly parameters: {
            readonly query?: {
                /** @description Stops the schedule of all segments although streaming needs it. */
                readonly force?: boolean;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description No Content */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly patchConfigSchedulesById: {
        readonly parameters: {
            readonly query?: {
                /** @description Stops the schedule of all segments although streaming needs it. */
                readonly force?: boolean;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": readonly {
                    readonly op: string;
                    readonly path: string;
                    readonly value?: unknown;
                }[];
            };
        };
        readonly responses: {
            /** @description No Content */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly postConfigSchedulesAddAudiences: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description A schedule. */
                    readonly id: string;
                    readonly segments: readonly string[];
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly added: readonly string[];
                        readonly existing: readonly string[];
                        readonly invalid: readonly string[];
                        readonly segmentCount: {
                            readonly previous: number;
                            readonly current: number;
                            readonly diff: number;
                        };
                    };
                };
            };
        };
    };
    readonly postConfigSchedulesRemoveAudiences: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description A schedule. */
                    readonly id: string;
                    readonly segments: readonly string[];
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly removed: readonly string[];
                        readonly existing: readonly string[];
                        readonly invalid: readonly string[];
                        readonly segmentCount: {
                            readonly previous: number;
                            readonly current: number;
                            readonly diff: number;
                        };
                    };
                };
            };
        };
    };
    readonly postConfigSchedulesAudienceMap: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly segments: readonly string[];
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly audienceMap: {
                            readonly [key: string]: readonly string[];
                        };
                        readonly schedules: {
                            readonly [key: string]: {
                                readonly name: string;
                                readonly schedule: string;
                                /** @enum {unknown} */
                                readonly frequency: "daily" | "weekly" | "monthly" | "custom";
                            };
                        };
                    };
                };
            };
        };
    };
    readonly postConfigSchedulesTrigger: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description A schedule. */
                    readonly id: string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly getSecantJobs: {
        readonly parameters: {
            readonly query?: {
                /** @description Page index, from 0. */
                readonly start?: number;
                /** @description Items a page; more than 100 is lowered to it. */
                readonly limit?: number;
                readonly kind?: string;
                readonly status?: "NEW" | "QUEUED" | "PROCESSING" | "SUCCEEDED" | "FAILED" | "CANCELLING" | "CANCELLED";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly totalCount: number;
                        /** @description Page index, from 0. */
                        readonly start: number;
                        readonly items: readonly components["schemas"]["Job"][];
                    };
                };
            };
        };
    };
    readonly getSecantSchedulesByIdRuns: {
        readonly parameters: {
            readonly query?: {
                /** @description Page index, from 0. */
                readonly start?: number;
                /** @description Items a page; more than 100 is lowered to it. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly totalCount: number;
                        /** @description Page index, from 0. */
                        readonly start: number;
                        readonly items: readonly components["schemas"]["ScheduleRun"][];
                    };
                };
            };
        };
    };
    readonly getCatalogDataSets: {
        readonly parameters: {
            readonly query?: {
                /** @description More than 100 is lowered to it. */
                readonly limit?: number;
                /** @description Item offset. */
                readonly start?: number;
                /** @description Only the dataset of this name. */
                readonly name?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description By id. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: components["schemas"]["Dataset"];
                    };
                };
            };
        };
    };
    readonly postCatalogDataSets: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    readonly description?: string;
                    readonly schemaRef: {
                        /** @description `https://ns.adobe.com/xdm/context/profile__union` */
                        readonly id: string;
                        readonly contentType?: string;
                    };
                    readonly fileDescription?: {
                        /** @description `parquet` (default) or `json`, an object a line. */
                        readonly format?: string;
                    };
                    readonly tags?: {
                        readonly [key: string]: readonly string[];
                    };
                };
            };
        };
        readonly responses: {
            /** @description Created */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly string[];
                };
            };
        };
    };
    readonly getCatalogDataSetsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description By id. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: components["schemas"]["Dataset"];
                    };
                };
            };
        };
    };
    readonly postAisExternalAudience: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    readonly description?: string;
                    readonly customAudienceId?: string;
                    readonly fields: readonly {
                        /** @description Name of a column of the files. */
                        readonly name: string;
                        /** @enum {unknown} */
                        readonly type: "string" | "number" | "long" | "integer" | "date" | "datetime" | "boolean";
                        /** @description On exactly one field: namespace of its values. */
                        readonly identityNs?: string;
                        readonly labels?: readonly string[];
                    }[];
                    readonly sourceSpec: {
                        readonly params?: {
                            /** @description Relative to the root of the storage. */
                            readonly path?: string;
                            /** @enum {unknown} */
                            readonly type?: "file" | "folder";
                            /** @enum {unknown} */
                            readonly sourceType?: "Cloud Storage";
                            /** @enum {unknown} */
                            readonly cloudType?: "S3" | "DLZ" | "GCS" | "Azure" | "SFTP";
                            readonly baseConnectionId?: string;
                            readonly encryption?: {
                                readonly publicKeyId: string;
                                readonly signVerificationKeyId?: string;
                                readonly signVerificationId?: string;
                            };
                        };
                        /** @description Relative to the root of the storage. */
                        readonly path?: string;
                        /** @enum {unknown} */
                        readonly type?: "file" | "folder";
                        /** @enum {unknown} */
                        readonly sourceType?: "Cloud Storage";
                        /** @enum {unknown} */
                        readonly cloudType?: "S3" | "DLZ" | "GCS" | "Azure" | "SFTP";
                        readonly baseConnectionId?: string;
                        readonly encryption?: {
                            readonly publicKeyId: string;
                            readonly signVerificationKeyId?: string;
                            readonly signVerificationId?: string;
                        };
                    };
                    readonly ttlInDays?: number | string;
                    /** @enum {unknown} */
                    readonly audienceType?: "people";
                    /** @enum {unknown} */
                    readonly originName: "CUSTOM_UPLOAD";
                    /** @description `CustomerAudienceUpload` when absent. */
                    readonly namespace?: string;
                    readonly labels?: readonly string[];
                    readonly tags?: readonly string[];
                    readonly expressActivation?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Accepted */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly operationId: string;
                        readonly operationDetails: {
                            readonly name: string;
                            readonly description?: string;
                            readonly customAudienceId?: string;
                            readonly fields: readonly {
                                readonly name: string;
                                /** @enum {unknown} */
                                readonly type: "string" | "number" | "long" | "integer" | "date" | "datetime" | "boolean";
                                readonly identityNs?: string;
                                readonly labels?: readonly string[];
                            }[];
                            readonly sourceSpec: {
                                readonly params: {
                                    readonly path: string;
                                    /** @enum {unknown} */
                                    readonly type: "file" | "folder";
                                    readonly sourceType?: string;
                                    /** @enum {unknown} */
                                    readonly cloudType: "S3" | "DLZ" | "GCS" | "Azure" | "SFTP";
                                    readonly baseConnectionId?: string;
                                };
                            };
                            readonly ttlInDays: number;
                            readonly audienceType: string;
                            readonly originName: string;
                            readonly namespace: string;
                            readonly labels: readonly string[];
                            readonly tags: readonly string[];
                            readonly expressActivation: boolean;
                        };
                    };
                };
            };
        };
    };
    readonly getAisExternalAudienceOperationsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExternalAudienceOperation"];
                };
            };
        };
    };
    readonly getAisExternalAudienceById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExternalAudience"];
                };
            };
        };
    };
    readonly deleteAisExternalAudienceById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description No Content */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly patchAisExternalAudienceById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly description?: string;
                    readonly labels?: readonly string[];
                    readonly fields?: readonly {
                        readonly name: string;
                        readonly type?: string;
                        readonly identityNs?: string;
                        readonly labels?: readonly string[];
                    }[];
                    readonly ttlInDays?: number | string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExternalAudience"];
                };
            };
        };
    };
    readonly postAisExternalAudienceExtendTtlById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly audienceId: string;
                        readonly name: string;
                    };
                };
            };
        };
    };
    readonly getAisExternalAudienceByIdRuns: {
        readonly parameters: {
            readonly query?: {
                /** @description Items a page; more than 40 is lowered to it. */
                readonly limit?: number;
                /** @description `-` is descending. */
                readonly sortBy?: "createdAt" | "-createdAt" | "name" | "-name";
                /** @description `name` or `status` with `=`, `!=`, `=contains`, `!=contains`; `createdAt` with `>=`, `<=`, `>`, `<`. */
                readonly property?: readonly string[];
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly runs: readonly {
                            readonly audienceName: string;
                            readonly audienceId: string;
                            readonly runId: string;
                            readonly differentialIngestion: boolean;
                            /** @description Unix seconds. */
                            readonly dataFilterStartTime: number;
                            /** @description Unix seconds. */
                            readonly dataFilterEndTime: number;
                            /** @description Unix seconds. */
                            readonly createdAt: number;
                            readonly createdBy: string;
                            /** @enum {unknown} */
                            readonly status: "PROCESSING" | "SUCCESS" | "FAILED";
                        }[];
                        readonly _page: {
                            readonly limit: number;
                            readonly count: number;
                            readonly totalCount: number;
                        };
                    };
                };
            };
        };
    };
    readonly postAisExternalAudienceByIdRuns: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Unix seconds; files modified since are read. */
                    readonly dataFilterStartTime: number;
                    /** @description Unix seconds; now when absent. */
                    readonly dataFilterEndTime?: number;
                    /** @description Whether members that are not mentioned stay; `true` when absent. */
                    readonly differentialIngestion?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly audienceName: string;
                        readonly audienceId: string;
                        readonly runId: string;
                        readonly differentialIngestion: boolean;
                        /** @description Unix seconds. */
                        readonly dataFilterStartTime: number;
                        /** @description Unix seconds. */
                        readonly dataFilterEndTime: number;
                        /** @description Unix seconds. */
                        readonly createdAt: number;
                        readonly createdBy: string;
                    };
                };
            };
        };
    };
    readonly getAisExternalAudienceByIdRunsByRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
                readonly run: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Ingestion"];
                };
            };
        };
    };
    readonly postAisExternalAudiences: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    readonly description?: string;
                    readonly customAudienceId?: string;
                    readonly fields: readonly {
                        /** @description Name of a column of the files. */
                        readonly name: string;
                        /** @enum {unknown} */
                        readonly type: "string" | "number" | "long" | "integer" | "date" | "datetime" | "boolean";
                        /** @description On exactly one field: namespace of its values. */
                        readonly identityNs?: string;
                        readonly labels?: readonly string[];
                    }[];
                    readonly sourceSpec: {
                        readonly params?: {
                            /** @description Relative to the root of the storage. */
                            readonly path?: string;
                            /** @enum {unknown} */
                            readonly type?: "file" | "folder";
                            /** @enum {unknown} */
                            readonly sourceType?: "Cloud Storage";
                            /** @enum {unknown} */
                            readonly cloudType?: "S3" | "DLZ" | "GCS" | "Azure" | "SFTP";
                            readonly baseConnectionId?: string;
                            readonly encryption?: {
                                readonly publicKeyId: string;
                                readonly signVerificationKeyId?: string;
                                readonly signVerificationId?: string;
                            };
                        };
                        /** @description Relative to the root of the storage. */
                        readonly path?: string;
                        /** @enum {unknown} */
                        readonly type?: "file" | "folder";
                        /** @enum {unknown} */
                        readonly sourceType?: "Cloud Storage";
                        /** @enum {unknown} */
                        readonly cloudType?: "S3" | "DLZ" | "GCS" | "Azure" | "SFTP";
                        readonly baseConnectionId?: string;
                        readonly encryption?: {
                            readonly publicKeyId: string;
                            readonly signVerificationKeyId?: string;
                            readonly signVerificationId?: string;
                        };
                    };
                    readonly ttlInDays?: number | string;
                    /** @enum {unknown} */
                    readonly audienceType?: "people";
                    /** @enum {unknown} */
                    readonly originName: "CUSTOM_UPLOAD";
                    /** @description `CustomerAudienceUpload` when absent. */
                    readonly namespace?: string;
                    readonly labels?: readonly string[];
                    readonly tags?: readonly string[];
                    readonly expressActivation?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Accepted */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly operationId: string;
                        readonly operationDetails: {
                            readonly name: string;
                            readonly description?: string;
                            readonly customAudienceId?: string;
                            readonly fields: readonly {
                                readonly name: string;
                                /** @enum {unknown} */
                                readonly type: "string" | "number" | "long" | "integer" | "date" | "datetime" | "boolean";
                                readonly identityNs?: string;
                                readonly labels?: readonly string[];
                            }[];
                            readonly sourceSpec: {
                                readonly params: {
                                    readonly path: string;
                                    /** @enum {unknown} */
                                    readonly type: "file" | "folder";
                                    readonly sourceType?: string;
                                    /** @enum {unknown} */
                                    readonly cloudType: "S3" | "DLZ" | "GCS" | "Azure" | "SFTP";
                                    readonly baseConnectionId?: string;
                                };
                            };
                            readonly ttlInDays: number;
                            readonly audienceType: string;
                            readonly originName: string;
                            readonly namespace: string;
                            readonly labels: readonly string[];
                            readonly tags: readonly string[];
                            readonly expressActivation: boolean;
                        };
                    };
                };
            };
        };
    };
    readonly getAisExternalAudiencesOperationsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExternalAudienceOperation"];
                };
            };
        };
    };
    readonly getAisExternalAudiencesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExternalAudience"];
                };
            };
        };
    };
    readonly deleteAisExternalAudiencesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description No Content */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly patchAisExternalAudiencesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly description?: string;
                    readonly labels?: readonly string[];
                    readonly fields?: readonly {
                        readonly name: string;
                        readonly type?: string;
                        readonly identityNs?: string;
                        readonly labels?: readonly string[];
                    }[];
                    readonly ttlInDays?: number | string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExternalAudience"];
                };
            };
        };
    };
    readonly postAisExternalAudiencesExtendTtlById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly audienceId: string;
                        readonly name: string;
                    };
                };
            };
        };
    };
    readonly getAisExternalAudiencesByIdRuns: {
        readonly parameters: {
            readonly query?: {
                /** @description Items a page; more than 40 is lowered to it. */
                readonly limit?: number;
                /** @description `-` is descending. */
                readonly sortBy?: "createdAt" | "-createdAt" | "name" | "-name";
                /** @description `name` or `status` with `=`, `!=`, `=contains`, `!=contains`; `createdAt` with `>=`, `<=`, `>`, `<`. */
                readonly property?: readonly string[];
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly runs: readonly {
                            readonly audienceName: string;
                            readonly audienceId: string;
                            readonly runId: string;
                            readonly differentialIngestion: boolean;
                            /** @description Unix seconds. */
                            readonly dataFilterStartTime: number;
                            /** @description Unix seconds. */
                            readonly dataFilterEndTime: number;
                            /** @description Unix seconds. */
                            readonly createdAt: number;
                            readonly createdBy: string;
                            /** @enum {unknown} */
                            readonly status: "PROCESSING" | "SUCCESS" | "FAILED";
                        }[];
                        readonly _page: {
                            readonly limit: number;
                            readonly count: number;
                            readonly totalCount: number;
                        };
                    };
                };
            };
        };
    };
    readonly postAisExternalAudiencesByIdRuns: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Unix seconds; files modified since are read. */
                    readonly dataFilterStartTime: number;
                    /** @description Unix seconds; now when absent. */
                    readonly dataFilterEndTime?: number;
                    /** @description Whether members that are not mentioned stay; `true` when absent. */
                    readonly differentialIngestion?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly audienceName: string;
                        readonly audienceId: string;
                        readonly runId: string;
                        readonly differentialIngestion: boolean;
                        /** @description Unix seconds. */
                        readonly dataFilterStartTime: number;
                        /** @description Unix seconds. */
                        readonly dataFilterEndTime: number;
                        /** @description Unix seconds. */
                        readonly createdAt: number;
                        readonly createdBy: string;
                    };
                };
            };
        };
    };
    readonly getAisExternalAudiencesByIdRunsByRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
                readonly run: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Ingestion"];
                };
            };
        };
    };
    readonly postUnifiedfoldersFoldersSegment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    /** @description A folder id; the top level when absent, `root` or `{org}/{sandboxId}/segment`. */
                    readonly parentId?: string;
                    /** @description Where the folder is listed; `AEPSegments` when absent. */
                    readonly namespace?: string;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Folder"];
                };
            };
        };
    };
    readonly getUnifiedfoldersFoldersSegmentById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Folder"];
                };
            };
        };
    };
    readonly deleteUnifiedfoldersFoldersSegmentById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                    };
                };
            };
        };
    };
    readonly patchUnifiedfoldersFoldersSegmentById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": readonly {
                    readonly op: string;
                    readonly path: string;
                    readonly value?: unknown;
                }[];
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Folder"];
                };
            };
        };
    };
    readonly getUnifiedfoldersFoldersSegmentByIdSubfolders: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        readonly name: string;
                        /** @enum {string} */
                        readonly noun: "segment";
                        readonly imsOrg: string;
                        readonly sandboxId: string;
                        readonly sandboxName: string;
                        /** @enum {unknown} */
                        readonly status: "IN_USE" | "ARCHIVED";
                        readonly _links: {
                            readonly self: {
                                readonly href: string;
                            };
                        };
                        /** @description A folder id, or `root`. */
                        readonly parentId?: string;
                        readonly namespace?: string;
                        readonly createdBy?: string;
                        /** @description ISO 8601 with milliseconds. */
                        readonly createdAt?: string;
                        readonly modifiedBy?: string;
                        /** @description ISO 8601 with milliseconds. */
                        readonly modifiedAt?: string;
                        /** @description By name. */
                        readonly children: readonly components["schemas"]["Folder"][];
                    };
                };
            };
        };
    };
    readonly getUnifiedfoldersFoldersSegmentByIdValidate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Folder"];
                };
            };
        };
    };
    readonly getSearchNamespaces: {
        readonly parameters: {
            readonly query?: {
                /** @description Required, here or as `schemaClass`: `_xdm.context.segmentdefinition`. */
                readonly "schema.name"?: string;
                /** @description Other name of `schema.name`. */
                readonly schemaClass?: string;
                /** @description The query; everything matches a blank one. `+` is sent as `%2B`. */
                readonly s?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly namespaces: readonly {
                            readonly namespace: string;
                            readonly displayName: string;
                            readonly count: number;
                        }[];
                        /** @description Namespaces. */
                        readonly totalCount: number;
                        readonly status: {
                            readonly message: string;
                        };
                    };
                };
            };
        };
    };
    readonly getSearchEntities: {
        readonly parameters: {
            readonly query: {
                /** @description Required, here or as `schemaClass`: `_xdm.context.segmentdefinition`. */
                readonly "schema.name"?: string;
                /** @description Other name of `schema.name`. */
                readonly schemaClass?: string;
                /** @description Exact, case-sensitive. */
                readonly namespace: string;
                /** @description The query; everything matches a blank one. `+` is sent as `%2B`. */
                readonly s?: string;
                /** @description Folder id or `root`: only what is directly in that folder. */
                readonly entityId?: string;
                /** @description Entities a page; more than 50 is lowered to it. */
                readonly limit?: number;
                /** @description Page index, from 0. */
                readonly page?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly entities: readonly {
                            readonly id: string;
                            readonly sourceId: string;
                            readonly base64EncodedSourceId: string;
                            readonly isFolder: boolean;
                            /** @description Id of a folder, or `root`. */
                            readonly parentFolderId: string;
                            readonly name: string;
                            readonly description?: string;
                        }[];
                        readonly page: {
                            readonly totalCount: number;
                            readonly totalPages: number;
                            readonly pageOffset: number;
                            /** @description Entities in this answer. */
                            readonly pageSize: number;
                        };
                        readonly status: {
                            readonly message: string;
                        };
                    };
                };
            };
        };
    };
    readonly getSearchTaxonomy: {
        readonly parameters: {
            readonly query: {
                /** @description Required, here or as `schemaClass`: `_xdm.context.segmentdefinition`. */
                readonly "schema.name"?: string;
                /** @description Other name of `schema.name`. */
                readonly schemaClass?: string;
                /** @description Exact, case-sensitive. */
                readonly namespace: string;
                /** @description Id of a folder or an audience. */
                readonly entityId: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly taxonomy: readonly {
                            readonly id: string;
                            readonly base64EncodedSourceId: string;
                            readonly name: string;
                            readonly parentFolderId: string;
                        }[];
                        readonly status: {
                            readonly message: string;
                        };
                    };
                };
            };
        };
    };
    readonly postPreview: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description PQL. */
                    readonly predicateExpression: string;
                    /** @description `pql/text` (default, also called `PQL`) or `pql/json`. */
                    readonly predicateType?: string;
                    /** @description Class; `_xdm.context.profile` when absent. */
                    readonly predicateModel?: string;
                    /** @enum {unknown} */
                    readonly graphType?: "none" | "pdg";
                    /** @description The default merge policy when absent. */
                    readonly mergePolicyId?: string;
                };
            };
        };
        readonly responses: {
            /** @description Created */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {unknown} */
                        readonly state: "NEW" | "RUNNING" | "RESULT_READY" | "FAILED";
                        readonly previewQueryId: string;
                        /** @enum {unknown} */
                        readonly previewQueryStatus: "NEW" | "RUNNING" | "RESULT_READY" | "FAILED";
                        readonly previewId: string;
                        readonly previewExecutionId: number;
                    };
                };
            };
        };
    };
    readonly getPreviewById: {
        readonly parameters: {
            readonly query?: {
                /** @description Items to skip. */
                readonly offset?: number;
                /** @description Items a page; more than 1000 is lowered to it. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Preview"];
                };
            };
        };
    };
    readonly deletePreviewById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly status: boolean;
                        readonly message: string;
                    };
                };
            };
        };
    };
    readonly getPreviewByAppIdExecutionByExecutionId: {
        readonly parameters: {
            readonly query: {
                /** @description Items to skip. */
                readonly offset?: number;
                /** @description Items a page; more than 1000 is lowered to it. */
                readonly limit?: number;
                readonly previewQueryId: string;
            };
            readonly header?: never;
            readonly path: {
                readonly appId: string;
                readonly executionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Preview"];
                };
            };
        };
    };
    readonly getEstimateById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Estimate"];
                };
            };
        };
    };
    readonly getSecantEstimatesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {unknown} */
                        readonly state: "NEW" | "RUNNING" | "RESULT_READY" | "FAILED";
                        readonly estimatedSize: number;
                        /** @description The true size is from here … */
                        readonly lower: number;
                        /** @description … to here, at 95 %. */
                        readonly upper: number;
                        /** @description `now` of the expression, Unix milliseconds; absent while there is no sample. */
                        readonly sampledAt?: number;
                    };
                };
            };
        };
    };
    readonly getPreviewsamplestatus: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Profiles in the sample. */
                        readonly numRowsToRead: string;
                        /** @description Profiles in the store. */
                        readonly totalRows: string;
                        readonly totalFragmentCount: number;
                        /** @description Records and events, in quotes. */
                        readonly docCount: string;
                        readonly sampleJobRunning: {
                            readonly status: boolean;
                            readonly submissionTimestamp: string;
                        };
                        /** @description In quotes. */
                        readonly lastSuccessfulBatchTimestamp: string;
                        /** @description In quotes. */
                        readonly lastBatchId: string;
                        /** @description In quotes. */
                        readonly streamingDriven: string;
                        /** @enum {unknown} */
                        readonly status: "TASK_RUNNING" | "TASK_FINISHED" | "TASK_FAILED";
                        readonly samplingRatio: number;
                        readonly mergeStrategy: string;
                        /** @description UTC. */
                        readonly lastSampledTimestamp: string;
                    };
                };
            };
        };
    };
    readonly getConfigMergePolicies: {
        readonly parameters: {
            readonly query?: {
                /** @description Where to go on: `_page.next` of the page before. */
                readonly start?: number;
                /** @description Items a page; more than 100 is lowered to it. */
                readonly limit?: number;
                /** @description `name`, `+name` or `-name`. */
                readonly orderBy?: string;
                /** @description Other spelling of `orderBy`. */
                readonly orderby?: string;
                readonly default?: boolean;
                readonly isActiveOnEdge?: boolean;
                readonly "schema.name"?: string;
                readonly "identityGraph.type"?: string;
                readonly "attributeMerge.type"?: string;
                readonly version?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly _page: {
                            readonly totalCount: number;
                            readonly pageSize: number;
                            readonly count: number;
                            readonly next: string;
                        };
                        readonly children: readonly components["schemas"]["MergePolicy"][];
                        readonly _links: {
                            readonly next: {
                                readonly href: string;
                            };
                        };
                    };
                };
            };
        };
    };
    readonly getConfigMergePoliciesById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MergePolicy"];
                };
            };
        };
    };
    readonly getAccessEntities: {
        readonly parameters: {
            readonly query?: {
                /** @description Required: `_xdm.context.profile`. */
                readonly "schema.name"?: string;
                /** @description Required: an identity, or an opaque id without `entityIdNS`. */
                readonly entityId?: string;
                /** @description Namespace code of the identity. */
                readonly entityIdNS?: string;
                readonly entityIdNs?: string;
                /** @description Dotted paths, separated by commas; `identities` lists the identities. */
                readonly fields?: string;
                readonly mergePolicyId?: string;
                readonly withCA?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One key: the opaque id. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: {
                            readonly entityId: string;
                            readonly mergePolicy: {
                                readonly id: string;
                            };
                            readonly sources: readonly string[];
                            readonly tags: readonly string[];
                            readonly identityGraph: readonly string[];
                            readonly entity: {
                                readonly [key: string]: unknown;
                            };
                            /** @description RFC 3339. */
                            readonly lastModifiedAt: string;
                        };
                    };
                };
            };
        };
    };
    readonly postSecantQuery: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description PQL. */
                    readonly expression: string;
                    /** @description `pql/text` (default) or `pql/json`. */
                    readonly format?: string;
                    /** @description Profiles of the sample; 5 when absent. */
                    readonly limit?: number;
                    /** @description Leaves out profiles with a general opt-out, as audiences do; true when absent. */
                    readonly excludeOptOut?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description OK */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Profiles for which the expression holds. */
                        readonly count: number;
                        readonly totalProfiles: number;
                        /** @description `count / totalProfiles`; 0 when there are no profiles. */
                        readonly share: number;
                        /** @description Milliseconds that the answer took. */
                        readonly timeMs: number;
                        /** @description Fields of the profile that the expression reads. */
                        readonly paths: readonly string[];
                        readonly sample: readonly {
                            readonly namespace: string;
                            readonly id: string;
                            /** @description What the expression reads of the profile. */
                            readonly attributes: {
                                readonly [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
        };
    };
}
