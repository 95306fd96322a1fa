export const healthExamples = { read: { answer: { status: 'ready' } } };
