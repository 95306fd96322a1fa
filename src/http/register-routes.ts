import type { System } from '../system.ts';
import type { RegisterRoutes } from './app.ts';
import { healthRoutes } from './routes/health.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { openApiRoutes } from './routes/openapi.ts';

/** Every route of the product. */
export function routesOf(system: System): RegisterRoutes {
  return async (app, metrics) => {
    healthRoutes(app, system);
    metricsRoutes(app, metrics);
    openApiRoutes(app);
  };
}
