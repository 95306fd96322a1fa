import type { System } from '../system.ts';
import type { RegisterRoutes } from './app.ts';
import { registerHealth } from './routes/health.ts';
import { registerMetricsPage } from './routes/metrics.ts';
import { registerOpenApiPage } from './routes/openapi.ts';

/** Every route of the product. */
export function routesOf(system: System): RegisterRoutes {
  return async (app, metrics) => {
    registerHealth(app, system);
    registerMetricsPage(app, metrics);
    registerOpenApiPage(app);
  };
}
