export const openApiExamples = {
  read: { answer: { openapi: '3.1.0', info: { title: 'Secant', version: '0.1.0' }, paths: {} } },
};
