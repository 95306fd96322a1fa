export const metricsExamples = {
  read: {
    answer:
      '# HELP secant_jobs Jobs that are stored, by kind and status.\n# TYPE secant_jobs gauge\nsecant_jobs{kind="segment",status="SUCCEEDED"} 1\n',
  },
};
